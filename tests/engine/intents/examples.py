"""A small set of French examples, written for these tests, and a model of it."""

from __future__ import annotations

from engine.intents.training import Example, Settings

SAID = {
    "saluer": """
bonjour | bonsoir | salut | coucou | bonjour à tous | bonsoir madame | salut les amis
bonjour monsieur | hello bonjour | bien le bonjour | salutations | bonjour bonjour""",
    "horaires_messe": """
à quelle heure est la messe | la messe de dimanche c'est quand | horaires des messes
la messe du soir est à quelle heure | y a-t-il une messe samedi | messe à midi
les heures de messe de la semaine | quand a lieu la prochaine messe | messe de mardi
l'heure de la messe svp | messe dominicale à quelle heure | messe anticipée samedi""",
    "prendre_rendez_vous": """
je voudrais un rendez-vous | prendre rendez-vous avec le curé | je veux rencontrer le père
un rdv avec le prêtre | puis-je voir le curé jeudi | fixer un rendez-vous mardi
j'aimerais un entretien avec un prêtre | est-ce que le père peut me recevoir
obtenir un rendez-vous | réserver un créneau avec le curé | rencontrer un prêtre vendredi
demander un rendez-vous pour un mariage""",
    "adresse": """
où se trouve l'église | quelle est votre adresse | comment venir à la paroisse
l'adresse s'il vous plaît | vous êtes situés où | dans quel quartier êtes-vous
où est la paroisse | donnez-moi l'adresse | comment se rendre à l'église | quelle rue
le lieu exact de l'église | quel est le chemin pour venir""",
    "annuler": """
annuler | annulez tout | laissez tomber | j'abandonne | stop on arrête | oubliez ça
je ne veux plus | on annule | finalement non annulez | arrêtons là | laisse tomber
annulez ma demande""",
    "hors_sujet": """
quel est le score du match | qui a gagné la coupe | une recette de gâteau | météo de demain
le prix du riz au marché | je cherche un appartement | réparer mon téléphone
traduire ce texte en anglais | la capitale du Pérou | jouer au loto | vendre ma voiture
acheter un billet d'avion | une blague s'il te plaît | le cours du dollar
un bon film à regarder | changer les pneus | devenir riche | ma console est en panne""",
}
EXAMPLES = [
    Example(text=text.strip(), intent=intent)
    for intent, said in SAID.items()
    for line in said.strip().splitlines()
    for text in line.split("|")
]
SETTINGS = Settings(language="fr", out_of_scope="hors_sujet")
#: Written later, in other words.
HELD_OUT = [
    ("bonjour père", "saluer"),
    ("slt", "saluer"),
    ("la mess 2main c a kel heure", "horaires_messe"),
    ("quelle heure pour la messe de vendredi ?", "horaires_messe"),
    ("JE VEUX UN RDV AVEC LE PRETRE", "prendre_rendez_vous"),
    ("rendez vous jeudi avec le curé svp", "prendre_rendez_vous"),
    ("l’adresse de l’eglise", "adresse"),
    ("ou est l'église", "adresse"),
    ("annulleeez", "annuler"),
    ("laissez tombé", "annuler"),
]
