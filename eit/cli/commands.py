"""Which commands there are, what each does in a line, and which module knows the rest: read before any is imported."""

from __future__ import annotations

import argparse
from typing import Any

COMMANDS = {
    "run": ("run", "ouvre l'application / opens the application"),
    "brief": ("brief", "document de rencontre / meeting brief"),
    "cases": ("brief", "fiches synergie anonymes / anonymous synergy cards"),
    "build": ("data", "construit le fichier de données à partir de data/ / builds the data file"),
    "check": ("data", "vérifie le fichier de données / checks the data file"),
    "exchanges": ("exchanges", "échanges potentiels / potential exchanges"),
    "kpis": ("exchanges", "chiffres du programme / figures of the programme"),
    "roads": ("boundaries", "distances par la route / distances by road"),
    "allocate": ("allocation", "répartition exacte des tonnes / exact allocation"),
    "transport": (
        "allocation",
        "problème de transport : CSV en entrée, optimum en sortie / transportation problem",
    ),
    "pooling": ("grouping", "regroupements de petits flux / pooling of small flows"),
    "gaps": ("grouping", "surplus et besoins restants / what the allocation leaves"),
    "whatif": ("grouping", "compare avec un scénario / compares with a scenario"),
    "boundaries": ("boundaries", "limites officielles / official boundaries"),
    "locate": ("boundaries", "place les organisations / places companies in territories"),
    "geocode": ("organisation.addresses", "place par l'adresse / places by the address"),
    "territory": ("territories", "territoires / territories"),
    "import": ("ingest", "importe un tableur ou un CSV / imports a spreadsheet or CSV"),
    "template": ("ingest", "donne un classeur à remplir / a workbook to fill in"),
    "item": ("items", "livrables, ateliers, visites… / deliverables, workshops, visits…"),
    "organisation": (
        "organisation.organisations",
        "lire, ajouter, corriger, retirer, fusionner / read, add, correct, withdraw, merge",
    ),
    "flow": (
        "organisation.organisations",
        "ajouter, corriger, retirer un flux / add, correct, withdraw a flow",
    ),
    "door": (
        "organisation.firm_door",
        "le formulaire des organisations : liens, réponses / the firms' own form: links, answers",
    ),
    "api": ("sharing.api", "interface pour programmes : servir, jetons / for programs: serve, tokens"),
    "file": ("organisation.files", "fichiers joints d'une organisation / files of an organisation"),
    "commons": ("sharing.commons", "fiches de cas partagées / case cards that programmes share"),
    "week": ("week", "ce qu'il y a à faire cette semaine / what is to do this week"),
    "programme": ("programmes", "créer, corriger, lire un programme / make, correct, read one"),
    "export": ("export", "écrit un fichier à partager / writes a file to share"),
    "quality": ("export", "ce qui manque ou étonne / what is missing or doubtful"),
    "init": ("backup", "crée le fichier de travail / makes the workspace file"),
    "journal": ("backup", "ce qui a été changé / what was changed"),
    "undo": ("backup", "reprend une entrée du journal / takes an entry back"),
    "backup": ("backup", "sauvegarde dans une archive / backs up into one archive"),
    "restore": ("backup", "restaure une sauvegarde / restores a backup"),
    "upgrade": (
        "backup",
        "met un fichier plus ancien au schéma de cette version / brings an older file to this version",
    ),
    "consents": ("people.privacy", "consentements / consents"),
    "consent": ("people.privacy", "donne ou retire un consentement / gives or withdraws one"),
    "contact": ("people.privacy", "ajoute une personne / adds a person"),
    "role": ("people.privacy", "donne, retire ou montre les rôles / gives, takes or shows roles"),
    "incident": ("people.incidents", "registre des incidents de confidentialité / register of incidents"),
    "retention": ("people.privacy", "durées de conservation / how long what is kept"),
    "dossier": ("people.privacy", "tout ce qui est gardé sur une organisation / all that is held"),
    "forget": ("people.privacy", "efface une organisation ou une personne / erases one"),
    "indicators": ("indicators", "fiche des indicateurs / sheet of the indicators"),
    "consortium": ("consortium", "membres, règles, rencontres, décisions / members, rules"),
    "portrait": ("portrait", "portrait d'un territoire / portrait of a territory"),
    "intensities": (
        "intensities",
        "ce que laisse un employé, par secteur, demandé à l'office / from the statistical office",
    ),
    "material": ("portrait", "les matières : en lire une, en ajouter, leurs mots / materials"),
    "synergies": ("synergies", "synergies par étape / synergies by stage"),
    "funnel": ("synergies", "de l'offre à la synergie vérifiée / from offers to verified"),
    "publish": ("publish", "fait l'édition publique / make the public edition"),
    "withdraw-cases": (
        "publish",
        "retire d'une édition les cas sans accord / takes cases without consent out of an edition",
    ),
    "edition-key": ("publish", "fait une clé pour signer les éditions / make a key to sign editions"),
}
"""Name -> the module of `eit.cli` that adds it with its options, and its line in French and in English."""


class CommandList:
    """What a module of commands adds its own to: each gets the line that the list has for it."""

    def __init__(self, parsers: argparse._SubParsersAction) -> None:
        self.parsers = parsers

    def add_parser(self, name: str, **options: Any) -> argparse.ArgumentParser:
        """A command, by its name in `COMMANDS`. KeyError: it is not listed there."""
        parser: argparse.ArgumentParser = self.parsers.add_parser(name, help=COMMANDS[name][1], **options)
        return parser
