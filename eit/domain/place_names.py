"""Names of places as people type them: what is the name, what only says which place of that name is meant."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from eit.domain.text_key import plain_words

KEPT = 20_000
"""Texts remembered with what they come to: a column repeats its places."""
ARTICLES = frozenset({"le", "la", "les", "l", "d", "de", "du", "des", "au", "aux", "a", "the"})
TRAILING_ARTICLES = frozenset({"le", "la", "les", "l"})
LINKS = r"(?:de la|de l|de les|de le|de|des|du|d|of the|of)"
SHORT_FORMS = {
    **{"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes", "mt": "mont", "mts": "monts"},
    **{
        "mount": "mont",
        "nd": "notre dame",
        "riv": "riviere",
        "gd": "grand",
        "gde": "grande",
        "lez": "les",
        "pte": "pointe",
    },
}
SIGNS = ((re.compile(r"(?i)\bs\s?/\s?s(?:/|\b)"), " sous "), (re.compile(r"&"), " et "))
"""What French registers write for `sous` and `et`, before the signs go."""
ON_OR_UNDER = re.compile(r"(?i)\bs\s?/\s?|(?<=\w) s (?=\w)")
"""Written for `sur` and for `sous`: both are read."""
DESIGNATIONS = {
    "ville": r"ville|city|town|cite",
    "municipalite": r"municipalite|municipality|mun",
    "paroisse": r"paroisse|parish",
    "canton": r"cantons unis|united townships|canton|township",
    "village": r"village nordique|northern village|village cri|cree village|village naskapi|village",
    "reserve": r"reserve indienne|indian reserve|reserve|terres? reservees?",
    "unorganised": r"territoire non organise|tno",
    "category": r"terres? de (?:la )?categorie [a-z0-9 ]+",
    "commune": r"commune nouvelle|commune|mairie|cne",
    "borough": r"arrondissement|borough|arr",
    "mrc": r"municipalite regionale de comte|regional county municipality|mrc|rcm|agglomeration",
    "region": r"region administrative|administrative region|region",
    "department": r"departement|department|dept|dep",
    "epci": r"communaute de communes|communaute d agglomeration|communaute urbaine|communaute d agglo|epci|cc|ca|cu"
    r"|eurometropole|metropole|ept|etablissement public territorial",
}
"""Tag → what is written for it, in plain words."""
SIGLA = {
    "v": "ville",
    "m": "municipalite",
    "me": "municipalite",
    "p": "paroisse",
    "pe": "paroisse",
    "ct": "canton",
}
SIGLA |= {
    "vl": "village",
    "vn": "village",
    "r": "reserve",
    "iri": "reserve",
    "cu": "canton",
    "no": "unorganised",
}
"""The types of the Québec and StatCan lists, when they stand alone behind a name: `Senneterre (P)`."""
NEEDS_LINK = frozenset({"ville", "village", "canton", "reserve", "commune"})
"""Words that many names begin with: Ville-Marie is no designation, Ville de Malartic is."""
SURELY_KIND = {
    "village": "village nordique|northern village|village cri|cree village|village naskapi",
    "canton": "cantons unis|united townships|township",
    "reserve": "reserve indienne|indian reserve",
}
"""Designations that no name begins with: `Village nordique Kangirsuk`."""
COUNTRY_WORDS = {
    "canada": "CA",
    "can": "CA",
    "qc": "CA",
    "quebec": "CA",
    "que": "CA",
    "pq": "CA",
    "p q": "CA",
}
COUNTRY_WORDS |= {"france": "FR", "fr": "FR"}
FOREIGN = (
    "ontario|on|nouveau brunswick|new brunswick|nb|manitoba|alberta|nova scotia|ns|nouvelle ecosse|colombie britannique"
    "|bc|terre neuve|usa|us|u s a|etats unis|united states|vermont|vt|maine|new york|ny|belgique|belgium|suisse"
    "|switzerland|luxembourg|allemagne|germany|deutschland|italie|italy|espagne|spain|royaume uni"
)
ELSEWHERE = frozenset(FOREIGN.split("|"))
"""Countries and provinces that the gazetteer has nothing of."""
QUEBEC_POST = re.compile(r"\b([ABCEGHJKLMNPRSTVXY]\d[A-Z])[ -]?(\d[A-Z]\d)\b", re.I)
QUEBEC_ZONE_ALONE = re.compile(r"[GHJ]\d[A-Z]", re.I)
QUEBEC_ZONE = re.compile(r"(?<=\s)[GHJ]\d[A-Z]$", re.I)
FRENCH_POST = re.compile(r"\b(?:F-?)?(\d{5})\b")
CEDEX = re.compile(r"(?i)\bcedex\b.*$")
OF_KIND = {tag: re.compile(rf"(?:{words}) (?:{LINKS} )?(?=\S)") for tag, words in DESIGNATIONS.items()}
OF_KIND_LINKED = {
    tag: re.compile(rf"(?:(?:{words}) {LINKS}|{SURELY_KIND.get(tag, '(?!)')}) (?=\S)")
    for tag, words in DESIGNATIONS.items()
}
ALONE = {tag: re.compile(rf"(?:{words})") for tag, words in DESIGNATIONS.items()}
IDENTIFIER = re.compile(
    r"(?:mun|mrc|commune|epci|dept|region|borough)-(?=\S*\d|saint-laurent$)[a-z0-9-]+", re.I
)
BETWEEN = r"[(),;|\[\]\n]|\s[–-]\s"
CODE = re.compile(r"\d{1,9}|2[AB](?:\d{3})?|RE[A-Z]\d\d", re.I)
CODE_NAMED = re.compile(
    r"(?:code )?(?:insee|cog|mamh|siren|statcan|sdr|csd|geographique|officiel)\s*[:#]?\s*(?=\S*\d)"
    r"|code\s*[:#]?\s*(?=\d)",
    re.I,
)
"""What some write before a code: `INSEE 2A004`."""
CORSICAN = re.compile(r"(2)\s?([AB])[\s-]?(?=\d{3}$)", re.I)


@dataclass(frozen=True)
class TypedPlace:
    """What one text says: the readings of its name, the most literal first, and what stands beside the name.

    `whole`: the reading that has all of the text, so nothing beside it; `ending`: the two digits behind a name, a
    department unless they belong to it (Paris 14).
    """

    text: str
    names: tuple[str, ...] = ()
    tags: frozenset[str] = frozenset()
    beside: tuple[str, ...] = ()
    code: str = ""
    postal: str = ""
    country: str = ""
    identifier: str = ""
    ending: str = ""
    whole: str = ""


@lru_cache(maxsize=KEPT)
def place_key(name: str) -> str:
    """The one spelling that all spellings of a name come to: `St-Cyr s/ Dourdan` → `saint cyr sur dourdan`.

    Its article stays: La Rochelle is not Rochelle.
    """
    for sign, word in SIGNS:
        name = sign.sub(word, name)
    name = ON_OR_UNDER.sub(" sur ", name)
    words = " ".join(SHORT_FORMS.get(word, word) for word in plain_words(name).split())
    return re.sub(r"^n d (?=d|du|de|des|l)", "notre dame ", words)


def names_in(name: str) -> list[str]:
    """The names of a place that its register writes in several languages: `Brussel#Bruxelles` → two."""
    return list(dict.fromkeys(part.strip() for part in re.split(r"[#\\|]| / ", name) if part.strip()))


def bare_key(key: str) -> str:
    """A key without the article that it begins with: `les laurentides` → `laurentides`."""
    words = key.split()
    while len(words) > 1 and words[0] in ARTICLES:
        words = words[1:]
    return " ".join(words)


@lru_cache(maxsize=KEPT)
def read_place(text: str) -> TypedPlace:
    """`Ville de Malartic (Québec)  J0Y 1Z0` → malartic, a town, in Québec, with its postal code."""
    typed = " ".join(text.replace("’", "'").split())
    if IDENTIFIER.fullmatch(typed):
        return TypedPlace(text, identifier=typed)
    compact = re.sub(r"(?<=\d)[\s\u00a0\u202f](?=\d)", "", CODE_NAMED.sub("", typed, 1)).removesuffix(".0")
    compact = CORSICAN.sub(r"\1\2", compact)
    if CODE.fullmatch(compact):
        return TypedPlace(text, code=compact.upper())
    if QUEBEC_ZONE_ALONE.fullmatch(typed):
        return TypedPlace(text, postal=typed.upper(), country="CA")
    rest, postal, country = _without_postal(typed)
    parts = [part.strip() for part in re.split(BETWEEN, CEDEX.sub("", rest)) if part.strip(" .-'")]
    if not parts:
        return TypedPlace(text, postal=postal, country=country)
    found = _Reading(country)
    parts = [*_with_article(parts[:2]), *parts[2:]]
    for part in parts[1:]:
        if not _is_sigle_of(part, parts[0]):
            found.hear(part)
    names = [place_key(rest)] if len(parts) > 1 else []
    for part in dict.fromkeys(
        (parts[0], ON_OR_UNDER.sub(" sous ", parts[0]), parts[0].replace("/", " sur "))
    ):
        readings = found.trimmed(place_key(part))
        names += [place_key(part), *readings, *(name for head in readings[-1:] for name in found.named(head))]
    return TypedPlace(
        text,
        tuple(dict.fromkeys(name for name in names if name)),
        frozenset(found.tags),
        tuple(found.beside),
        "",
        postal,
        found.country,
        ending=found.ending,
        whole=place_key(rest) if len(parts) > 1 else "",
    )


@lru_cache(maxsize=KEPT)
def read_beside(text: str) -> TypedPlace:
    """What another cell says about a place: its postal code, department, designation, country, or what holds it."""
    typed = " ".join(text.split())
    compact = typed.replace(" ", "").removesuffix(".0")
    if re.fullmatch(r"\d{4,5}", compact):
        return TypedPlace(text, postal=compact.zfill(5))
    if QUEBEC_POST.search(typed) or FRENCH_POST.search(typed):
        _, postal, country = _without_postal(typed)
        return TypedPlace(text, postal=postal, country=country)
    found = _Reading("")
    for part in re.split(BETWEEN, typed):
        if part.strip():
            found.hear(part)
    return TypedPlace(text, (), frozenset(found.tags), tuple(found.beside), country=found.country)


class _Reading:
    """What the words beside a name say, gathered part by part."""

    def __init__(self, country: str) -> None:
        self.country, self.ending, self.tags, self.beside = country, "", set[str](), list[str]()

    def hear(self, part: str) -> None:
        """One part in brackets or behind a comma: a designation, a country, or another place."""
        key = place_key(part)
        tag = SIGLA.get(key) or next((tag for tag, words in ALONE.items() if words.fullmatch(key)), None)
        if tag:
            self.tags.add(tag)
        elif key in COUNTRY_WORDS:
            self.country = COUNTRY_WORDS[key]
        elif key in ELSEWHERE:
            self.country = "other"
        else:
            either = [place_key(one) for one in part.split("/")]
            self.beside.append("/".join(one for one in either if one) if len(either) > 1 else key)

    def trimmed(self, key: str) -> list[str]:
        """A key without the countries or the department that end it, word by word: `venise en quebec qc` →
        `venise en quebec`, `venise en`."""
        words, readings = key.split(), []
        while len(words) > 1 and words[-1] in COUNTRY_WORDS:
            self.country = COUNTRY_WORDS[words.pop()]
            readings.append(" ".join(words))
        if len(words) > 1 and re.fullmatch(r"\d\d|2[ab]|97\d", words[-1]):
            self.ending = words.pop()
        return [*readings, " ".join(words)]

    def named(self, key: str) -> list[str]:
        """What is left of a key when its designation goes, if it begins with one."""
        starts = [
            (found.end(), tag)
            for tag in OF_KIND
            if (found := (OF_KIND_LINKED if tag in NEEDS_LINK else OF_KIND)[tag].match(key))
        ]
        if not starts:
            return []
        end, tag = max(starts)
        self.tags.add(tag)
        return [key[end:]]


def _with_article(parts: list[str]) -> list[str]:
    """`Havre (Le)`, as indexes write it, is Le Havre."""
    if len(parts) == 2 and parts[1].casefold().strip("'’ ") in TRAILING_ARTICLES:
        return [f"{parts[1]} {parts[0]}"]
    return parts


def _is_sigle_of(part: str, name: str) -> bool:
    """Whether what stands in brackets only abbreviates the name: `Communauté urbaine de Dunkerque (CUD)`."""
    starts = iter(word[0] for word in plain_words(name).split())
    return part.isupper() and 2 < len(part) <= 7 and all(sign in starts for sign in part.casefold())


def _without_postal(text: str) -> tuple[str, str, str]:
    """The text without the postal code in it, the code as registers write it, and its country."""
    found = QUEBEC_POST.search(text)
    if found:
        return f"{text[: found.start()]} {text[found.end() :]}".strip(" ,"), _spaced(found), "CA"
    found = QUEBEC_ZONE.search(text)
    if found:
        return text[: found.start()].strip(" ,"), "", "CA"
    found = FRENCH_POST.search(text)
    if found:
        before, after = text[: found.start()].strip(" ,-(["), text[found.end() :].strip(" ,-)]")
        return after or before, found[1], ""
    return text, "", ""


def _spaced(found: re.Match[str]) -> str:
    return f"{found[1]} {found[2]}".upper()
