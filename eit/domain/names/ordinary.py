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
COMMON = _words(
    """
    abandonnee abime abimee abimes abitibi abord about above abrege absent absente accents accept accepte acces
    accessibilite accessibility accord accueil accuse achat acteur actifs action actions active activite
    activites activity actor actors actuel actuelle added additionne additionnees additionnent additionner
    additionnez address adresse adresses advance affichage affiches after again against agreed agrees aide
    aident ailleurs ainsi aise ajoute ajoutee ajoutees ajoutent ajouterait aller allocate allocated allocation
    allowed alone alors already also always ambiguous amcharts ami amie amis analysis ancien ancienne anglais
    annee annees annonce annuel annuelle annulation annule annuler another answer anything apart apercu
    apparaissent appartient appear application applies apporte apprend approximate approximative approximatives
    apres archive argent arithmetique arret arrete arriere arrive arrondissement arrondissements aside asked
    assez association assumption assumptions atlas atteignent atteint attend attendance attribuable attribuables
    attribue attribuee attribuees attribues attributed attribution aucun aucune audience audit aujourd auquel
    aurait aussi auth author automatic autorisation autre autrement autres available avait avance avancement
    avant avec avez avis avoid avoidable avoided avoids avoir axis back backup bailleur balance band bande bands
    barre barriers bas base bases basis basse beau beaucoup beaux became because becomes before began being bel
    belle below bench benchmarks beside besoin besoins best between beyond bibliotheque bien bilan biogenic
    biogenique body bois boites bonne borne bornes borough borrowed both bound boundaries boundary bouton break
    brief brings browser build business businesses busy cache cachee cadre calcul calcule calculee calculees
    calcules calculs came camion candidate canevas cannot canonique caption caractere caracteres carbon carbone
    card carres carried carry carte cartes case cases categorie categories category ce cela cell celle celles
    cells cellule cellules celui census cent central centrale centre centres cercle certificats ces cet cette
    ceux chacun chacune champ champs change changed changee changees changement changements changent changer
    changerait changes chaque characters charge chaude chaufferie check checked checks chemicals chemin cher
    cherche cherchee chercher chez chiffre chiffres chimiques choice choisi choisie choisir choisissez choisit
    choix choose chose chosen choses cible cibles cinq cinquante circle circuity class classe classeur
    classification clavier clear client close closed coalition codage codages code codes coeurs collecte
    collection colonne colonnes column columns combien combler come comes comma commande commandes comme
    commence comment common commun commune communes communicated communique communiquee communs companies
    company compare comparer compatibilite compatibility compatible compatibles compile complementaire complet
    complete composant compose composition comprend compris comprise compte comptee comptees comptent compter
    compteraient comptes computed condition conditions conduits conf confiance confidence config configuration
    configuree confirm confirme confirmed confirmee confirmees confirmer confondues conforme connaissent connait
    connecter connexion connu connue connues connus consensus consent consentement consenti consortium constant
    constantes construction conteneur contenir content contenu contiennent contient continue continued contours
    contrastes contre contredit contributeur contributeurs control controle controles convention conventions
    convertie convient coordinates coordination coordinator coordonne coordonnees copie copiee copy cordes core
    correct correspondance corrige corrigez cost costs cote cotes couche could couleur count counted country
    counts coup coupe coupee couple courants cours court courte cout coute couts couverture couvre coverage
    covers credit credite credited credits crees crow crusher cube cumulative cumule currencies currency curseur
    damaged dans dashed data database date dates days debouche debouches decembre decide decided decimal
    decimale decision decisions declaration declarations declare declared declaree declarees declarent declares
    deconnecter decoupage decrit deduit default defaut deferred defini definition definitions degres deja dela
    delivered demain demand demande demandee demandees demander demandes demands demarre demi demo demonstration
    denominateur densite density depart depasse depasser depend dependances deplace deplacerait deploiement
    deposer depot depuis derive derived derives dernier derniere dernieres deroulantes derriere description
    designe designent dessine dessinee dessinees dessines dessous dessus destination detail details detenteur
    detenteurs detient detour detournees deux devant deviennent devient devine deviner diapositives difference
    differentes digest digits dirait dire direction directory disagree disagrees disent disparaissent disparait
    disposal disque distance distances distinctes dite dites dits diverted division divisions dix docs document
    does doit doivent domain domaine donc done donne donnee donnees donnent donner donneraient donnes donneur
    donnez dont dossier double doute douze down download drawn droit droits drop dropped duckdb duplicate duree
    durees each eaux ecart ecarte ecartee ecartees echange echangee echanger echanges echeance echelle echelons
    echo echoue economie ecran ecrans ecrire ecrit ecrite ecriture ecrivent ecrivez edit edited edition editions
    efface effacez effect effectif egale egalite eight elimination elle elles ellipsoide else elsewhere
    emissions emploient employe employee employees employes emporte empreinte empruntee empruntes empty enable
    encoding encore ended endroit ends energie energies energy enfoui enfouie enfouissement engage engagees
    engine enough enregistre enregistrez ensemble ensilage ensuit ensuite entered entier entiere entiers entites
    entities entonnoir entrants entre entree entrees entrent entreposage entreposer entrepot entreprise
    entreprises entrer entry environ environnement epci equations equilibre equivalent erreur erreurs error
    escape essai essais essaye essayee essayer estimate estimated estimates estimation estime estimee estimees
    estimes etablissements etait etape etapes etat etiquettes etonne etre etroite etudie europeenne eux even
    evenement evenements event every everything evitables evite evitee evitement evitent eviterait evites exact
    exacte exactement exactes example except exchange exchanged exchanges exclu execute exemple exemples exist
    existe exists expected expertise explique export exported exporter extension exterieur extract extrait facon
    facteur facteurs factor factors facts facultative faible failed faire faisabilite faisait fait faite faites
    faits families famille familles family farm faussement faut faute faux feasibility fensch fermes fetch
    feuille fewer fiche fiches fichier fichiers fictif fictitious fictive fictives field fields figure figures
    file files filiere fill film fils filter filters filtre filtres financement financing finding fini finite
    first five fixe flags fleche fleches flies flot flow flows flux focus fois folder folium follow fond font
    forest forets format formation former formes formula formule fort forte found four fourchette fourchettes
    fournisseur fraicheur francais fresh freshness from full fullscreen funnel fusionnees fusionnent future
    gagner gain gained gaps garanti garde gardee gardees gardent garder gardes gauche gconfid generate
    generations genre gens geocentrique geocentriques geodesique geography geojson geometrie geometry geopandas
    germes geste gisement give given giver gives glass glossary goes gone gpkg grand grande grandeur graphique
    graphiques grappe graves grille group groupe groupes grouping groups growth guide guillemet habitude half
    hand happened hasard haut haute have hazardous header headers heading headline hebergeur held help here
    heure heures hidden hide hier high histoire history hold holder holders holds home hors hote html https
    httptools hubs hui huit hurepoix hyphens hypothese idea idee identical identifiant identifiants identified
    identifiee identiques ignore ignored illisible ils image images impact implemented import importation
    importe imported importee importer importez impossible incertitude incineration incomplete inconnu inconnue
    independantes independants independent index indicateur indicateurs indicator indicators indices
    industrielle infobulle information ingest inhabitant init inscription inscrit inscrite inscrites inscrits
    insee inside install installe installed installer installs instant institution institutions intact intensite
    intensites intensity interieur interrompu into intrant invente investment invisible invisibles item itself
    jamais janvier jobs joined jour journal jours json judge juge jusqu juste keep keeps kept kilogrammes
    kilometres kind kinds know known knows kpis label laisse laissee laissees laisser laisses landfill
    landfilled lang langue langues laquelle large larger largest last later latitude layer layers lead leaflet
    least leave leaves leaving lecteur lecteurs lecture ledger left legal legend lent lequel less letters
    lettres leur leurs level levels liaisons libelles library libre licence licences lien lies lieu lieux ligne
    lignes like limit limite limitee limites limits line lineaires linear lines link lire lisent lisible list
    liste listed listes live livree livres load loads locate logiciel lointaine long longer longitude longue
    lose loss lost lower lues lui machine madame made magasin magnitude maillage maillages main maintenus mais
    maison majorite majority make mal mandataire manque manquent manquer many mapping maps marche marge mark
    marque marquee masquee mass masse master match matches material materials matiere matieres matin matrice
    matter maximum meaning means measured measurement median mediane medium meeting meetings meilleur meilleure
    meilleures meilleurs member members membre membres meme memes memoire mene menu merged message mesure
    mesuree mesures meta metals method methode metres metric mettent mettez mettre mieux milieu mille milliers
    millions minerals minimal minimum minus minutes mirror mise missing mixed mode modele modes modifiables
    modification modifications modifie modifiee modifier moins mois moitie moment mon money monnaie monsieur
    monte month months montre montree montrees montrent montrer montrez more most moteur mots move moved moyenne
    much multipliee municipalite municipalites municipality must mutualisation naics name named names navigateur
    near nearest need needed needs negatif negative neither nette network neuf never new newer newest next nginx
    nine niveau niveaux nobody nombre nombres nomenclature nomme nommee nommees noms non none nos note notees
    notes nothing notre nous nouveau nouvelle nouvelles null numba number numpy objective obligatoire
    obligatoires observation observed occurred octet octobre offer offered offers offert offerte offertes
    official officiel officielle officielles officiels offre offres oiseau old older oldest once onglet only
    onze open opened openpyxl opens optimum option optional options oracle oracles order ordered ordinaire
    ordinaires ordre ordres organics organiques organisation organisations origin origine ortools other others
    oublie oui our outil outils outlet outlets outside ouvert ouverte ouverture ouvre over overdue overlap
    overlaps owner page pages paient pair paire paires pairs pandas panneau panneaux paper papier paquet paquets
    parametres parc parcs parent parfois park parle parlent parmi parquet part partage partagee partagent
    partager partages partenaire partenaires parti participants participe partie partielle parties partir
    partner partners partout parts party passage passe passees passent passer password path payload pays peine
    pendant people percentile percentiles perd perdre perdu period periode permet person personne personnes
    perte petit petite petits peut peuvent phrase picture pile pilot pilote pilotes pipeline piste pistes place
    placed placee placer places planes planned plastiques plausibility plausible playwright plein pleine pleins
    plot plural plus plusieurs poids point pointille points police polygones polymers ponderee pont pool pooling
    population port portable porte portee portent portrait portraits position positions possible possibles
    potential potentiel potentiels pour pourquoi pourraient pourrait pptx pratique precedent precedente
    precedentes precis precision prefaisabilite prefeasibility premier premiere prend prendre preneur preneurs
    prenez prennent preparation prepare preparees pres presences present presents presque preview previous
    prevue price principal print prioritaires priority prise private prive prix problem probleme processeur
    processus prochaine proche proches product production produits profond programme programmes progress project
    projection projet promettre promote propos proposal propose proposed proposee proposition propre propres
    protected protection protege proteger proteges provisional provisoire proxy public publie publiee publiees
    publier publies publique publish published puis purchase pyproj pyspark pytauargus pytest python pyvalhalla
    qualite quality quand quantite quantites quantities quantity quarante quatre que quebec quel quelle quelles
    quelqu quelque quelques question questions qui quitte quoi quote radius raison raisons range ranges rank
    rapide rapport rapporte rayon reach reached read reading reads readyz real realise realised realisee
    realisees reason reasons recalculee recalled recensement recent recentes rechargez recherche recoit
    recoivent recommence recommencez reconfirm reconfirmation reconfirmee reconfirmer reconnaissent reconnue
    reconstruit record recorded records recu recyclage recycling redevance redonne reels reemploi refaire refait
    reference refus refusal refusals refuse refused refusee refusees refuser refuses region regions registre
    regle regles regroupement regroupements regrouper regulation reject rejected rejection rejects relancez
    reload remaining remarque remettre remis remorque remove removed remplace remplacee remplir rencontre
    rencontree rencontrees rencontres rend rendent rendu renvoie reopen repartis repartition repertoire repete
    replaced replique repliques repond reponse reponses reportee repose reprend reprendre representant
    represente represented reprise requirements research reseau residu residual residuelles respecter rest
    restauration restaurez reste restent restes restore restored rests result resultat resultats results retard
    retenue retient retire retiree retirez retour retrouver retry reunit revenir reviennent revient revoir rien
    road roads role room round rounds route routier rows rule rules said saisi saisie saison saisons sait salle
    same sans sauf sauvegarde sauvegarder sauvegardes save saved saving savoir says scale sceau scelle scellee
    scenario scenarios scene scenes schema scheme scipy scope score scored scores screen script search season
    seasonal seasons secondary seconde secondes secret secrets secteur secteurs section sector sectors seen
    selected selection selon semaine semicolon send sens sentence separate separateur separator separes sept
    sera seraient serait sert serve server serveur servi service services servir session seuil seul seule
    seulement seules seuls seven several severity shapely share shared shares sharing sheet sheets short show
    shown shows side sidebar sign signalee signe signed signee signes significant significatifs signs silage
    silence simple since sinon sinuosite site sites six size skip slot slots small smallest software soil soir
    soit sols solver solveur sombre somme sommes son sont sort sortants sorte sortent sortes sortie sorting
    sortir source sources sous souvent span spark spatiale speaks spreading spreadsheet stacked stage stale
    stands start starts state statement status stays stcore step steps still stocke storage store stream
    streamlit stricte subject substitution substitutions suffit suit suite suivant suivante suivent summary sums
    superficie supply suppose supposes surplus surtout swapped switch switches synergie synergies synergy system
    systemctl systemd systeme table tableau tableaux tables tableur tabulation taille take taken taker takers
    takes tank tant tard target targets technique teinte telecharge telechargement telechargements telecommande
    tell telle tels template temps ten term termine territoire territoires territories territory test tests tete
    tetes text texte textile than that their them theme then there these they this those three threshold through
    tiennent tient time times tirages tire tiree tirer tires tirete tirets title titre titres today together
    told tolerance toml ton tonne tonnes tool total totaux touche touchees toujours tour tournee tours tous tout
    toute toutes trace traduit trailer training trait traits trajet trajets tranche tranches transition
    transport travail travaille travaillent treatment trente tres trip trips trois troisieme trop trouve trouver
    truck true trust tuile twelve twice two type typed types typical un under undo undoes undone une unexpected
    unit unite unites units universel unknown unmatched unmet unnamed unplaced unreadable unreject until
    unwritable upgrade upgraded upload usage used uses usual usually usuelle utilities valeur valeurs valid
    valides valuable value values vapeur vaut venv verdict verification verifications verifie verified verifiee
    verifiees verifier verifiez verify verre verrouillee vers version versions vertices veut vide vides viennent
    vient vierge view views vingt virgin virgule visible visit visiter vivent vivre vocabulaire vocabulary
    voient voies voir voisins voit volume volumique vont vos votre vous voyez vrai vraie vraies want wanted
    waste water week weekly weight weights went were what whatever whatif when where which whole whose will with
    within without wood word wording words work workbook worked working workspace would write writing written
    xlsx xstatic yaml year years your zero zoom
    """
)
"""Common words of French and English: those of the pages and guides of this project, and small words beside them."""
