"""Words that name no organisation by themselves: legal forms, joining words, trades, what any firm may be called."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


LEGAL_FORMS = _words(
    """
    ag asbl cie co compagnie company corp corporation earl enr enrg eurl gaec gie gmbh inc incorporated
    incorporee itee limited limitee llc llp lp ltd ltee obnl osbl plc sa sarl sarlu sas sasu sca scea sci
    scic scop scp selarl senc sencrl snc sprl sprlu srl
    """
)
"""Without accents, case or points: `S.E.N.C.R.L.` is `sencrl`. `itee` is `ltée` read with a capital I."""
MARKS = frozenset({"fictif", "fictive", "fictitious"})
"""What a demonstration writes behind every name."""
JOINING = _words(
    """
    a and at au aux by chez d de des du en et for l la le les of on par pour s sous sur the to un une
    """
)
"""Left out on both sides: `Bois du Nord` is `Bois Nord`."""
TRADES = _words(
    """
    abattoir acier acierie aciers agence agricole agro alimentaire alimentation aliments aluminium
    amenagement animaux aout architecture artisan artisans assainissement association atelier ateliers auto
    automobile avicole aviculture avril bakery bar bardeau base bassin bati batiment batiments berge biere
    bio biogaz biomasse blanc blanche bleu bleue boeuf bois boisson boissons bon bonne boreal boreale
    boucherie boulangerie boutique brasserie brewery brique briques briqueterie bureau cabinet cafe caisse
    camion camionnage canton caoutchouc capitale carbone carriere carrieres carrosserie carton cartonnerie
    cartons castor cendre cendres centrale centre ceramique cereales chai chantier chantiers charbon
    charpente charpentes chaude chaudronnerie chaux chemin chene chenes chevre chimie chimique chocolat
    chocolaterie ciment cimenterie circulaire cite clair claire clinique club coiffure collectivite college
    colline combustible comite commerce commercial communaute commune composites compost conception conseil
    conseils conserverie consortium constructeur construction constructions coop cooperative coordination
    copeaux corderie cote couture couvoir creation creative croix cuir cuisine culture cultures decembre
    dechets dechetterie decoupe demande demolition developpement developpements dimanche distillerie
    distribution domaine domaines eau eaux ebenisterie eco ecole ecologie ecologique economie edition
    editions electricite electrique electronique elevage elevages emballage emballages energie energies
    engrais entrepot entrepots entreprise entreprises environnement epicerie epinette epinettes equipe
    equipement equipements erabliere essai essences est estate etablissement etablissements etang etape
    etude etudes excavation expert experts exploitation exploitations fab fabrication fabrique farine farm
    farms fer ferme fermes ferraille ferrailles fevrier fibre fibres filature filles fils fleur fleurs
    fondation fonderie fonderies food foods forestier forestiere forestiers foret forets forge forges
    foundry fourniture fournitures franc francs frere freres froid froide fromage fromagerie fruit fruits
    fumiers garage garages gare gaz general generale genie gestion glace glass global grain grains graisses
    grand grande grands granulation granule granules gravier graviers green gris group groupe grue haut
    haute hopital horticole hotel huile huilerie huiles ile immobilier impression imprimerie industrie
    industriel industrielle industriels industries informatique ingenierie innovation institut inter
    interieur international internationale isolation janvier jardin jardins jeudi jeune joint juillet juin
    jus labo laboratoire laboratoires lac laine lait laiterie laitier laitiere laminage laser lavoir legume
    legumes libre ligne lin livraison local locale location logistics logistique loisirs long lot lumiere
    lundi machine machines maconnerie magasin mai maillage mairie maison maisons malterie manufacture
    maraicher maraichers marche mardi marina marine mars materiaux materiel mecanique membre menuiserie mer
    mercredi metal metallurgie metals metaux meuble meubles meunerie mill mills mine minerai mineraux mines
    mining minoterie miroiterie mobile mobilier moderne monde mondial mont montagne moteur moteurs moulage
    moulages moulin moulins municipal municipalite national nationale nature naturel naturels navette net
    nettoyage noir noire nord north nouveau nouveaux nouvelle novembre octobre oeuvre office offre olive
    optique or ordinateur organique organiques ouest outil outillage outils paille pain palette palettes
    panneau panneaux paper papeterie papier papiers parc parcs partenaire partenaires pate pates pays
    paysage paysages peche pecherie pecheries pechi peinture pellet pellets pepiniere pepinieres petit
    petite petits pierre pierres pilote pin pins piscine plage plaine plan plaques plastic plastics
    plastique plastiques platre plomberie poisson poissonnerie poissons polymeres pont porc porcherie port
    porte portes poterie poudre poulet premier premiere pres pressing prestations prestige prevention
    primeurs pro prochaine production productions produit produits profil profiles projet propre proprete
    public publics quai quais quantite quartier quebec quincaillerie raffinerie rang reaction reception
    recherche recu recup recuperation recyclage recycleur recycling regie region regional regionale
    renovation reparation reseau residence residus resines ressource ressources restaurant restauration
    reunies reunion reunis rive riviere roche roches rouge rouges route royal royale ruche rue sable sables
    sac sacs saint sainte salaison salaisons salon samedi sang sante sapin sapins saveurs savon savonnerie
    sciage sciages scierie scieries sciure sec secteur sel semence semences septembre serre serres service
    services site sites solaire soleil solution solutions sorting soudure source sources south station
    stockage sucre sucrerie sud surgeles surplus synergie systeme systemes tannerie tapis taxi tech
    technique techniques technologie technologies teinturerie telecom terrain terrasse terrassement terre
    terres terroir textile textiles theatre tissage tissu tissus toit toiture toitures tole tolerie tonne
    tonnes tourbe tourbiere tourisme trading traitement traiteur traiteurs transformation transport
    transporteur transports travaux trembles tri tuile tuilerie tuyaux union universite urbain urbaine
    usinage usine usines val vallee valorisation vegetal vegetaux vendredi vente ventes ventilation verger
    vergers verre verrerie verres vert verte verts vetement vetements viande viandes vieux vigne vignes
    vignoble village ville vin vins visite vitrerie vivant voie voirie volaille volailles waste water west
    wood woods yard zone
    """
)
"""Trades, materials, places and plain words: a firm called `Castor` inc. shares its name with the animal. Not a
dictionary: the words of a programme's own materials, sectors and places are added to it when its names are read."""
