"""Words that are no name: what sentences are built with, and what answers a question by itself.

>>> is_talk("attendez"), is_talk("dacc"), is_talk("Diop"), is_talk("Ba")
(True, True, False, False)

Closed classes only: pronouns, articles, prepositions, auxiliaries, interjections, numbers, names of
days, and the few verbs with which people steer a conversation. What the house is asked for ("la
messe") stands with its articles, and alone it has an intent of its own.
"""

from __future__ import annotations

from engine.french.folding import fold
from engine.french.numbers import NUMBER_WORDS

_GRAMMAR = """
je j tu il elle on nous vous ils elles me m te t se s moi toi lui eux leur y en ca cela ceci ce c
cet cette ces celui celle ceux celles qui que qu quoi dont ou quel quelle quels quelles lequel
laquelle un une des l la les le du au aux d de a dans par pour sans sur sous vers avec chez entre
avant apres depuis pendant jusqu jusque contre mon ma mes ton ta tes son sa ses notre nos votre vos
leurs et mais donc or ni car si comme quand comment pourquoi combien puis alors aussi ainsi lorsque
puisque parce ne n pas plus point rien jamais personne aucun aucune tout toute tous toutes meme
autre autres chaque plusieurs quelque quelques quelqu beaucoup trop tres peu assez moins encore
deja toujours bientot tard tot maintenant ici la-bas ailleurs presque environ
"""
_VERBS = """
suis es est sommes etes sont etais etait etaient sera serai serez serons seront soit ete etre ai as
avons avez ont avais avait avaient aura aurai aurez auront eu avoir fait fais faites faire font va
vais vas vont allez allons aller vient viens venez venir viendra viendrai peux peut peuvent pouvez
pouvons pouvoir pourrai pourra veux veut veulent voulez voulons vouloir voudrais voudrait dois doit
doivent devez sais sait savez savoir dit dis dites dire faut falloir connais crois pense cherche
cherchez regarde regardez attend attends attendez attendre patiente patientez patienter reviens
revient revenir arrive arrivez laisse laisses laissez laisser tombe tomber arrete arretez arreter
annule annulez annuler change changez changer modifie modifier modifiez corrige corriger corrigez
passe passer passez continue continuer continuez recommence recommencer recommencez repete repeter
repetez explique expliquez aide aider aidez parler parle parlez appelle appelles appelez appeler
prie prier preferer prefere ecris ecrire ecrivez oublie oublier oubliez inscrire inscrivez trompe
trompee trompes
"""
_SAID_ALONE = """
oui ouais ouai wi ui wé we yep yes si waaw waw non nan nn nop no deedeet dedet ok oki okay okey dac
dacc daccord accord parfait super bien bon bonne sur volontiers exact exactement evidemment
absolument affirmatif juste correct confirme valide validez ouep dakor nope negatif faux voila voici
euh heu hum hmm ah oh eh hein ben bah bof tiens zut mince stop fin fini menu retour quitter bonjour
bonsoir bjr bsr salut slt coucou cc hello hi salaam asalaa assalamou aleykoum aleykum alaykoum
alaykum maleykoum maalekum nanga def jerejef merci mercii mrc svp stp plait pardon desole desolee
excusez excuse dsl revoir bye adieu ciao minute minutes instant seconde secondes moment demain hier
aujourd hui lundi mardi mercredi jeudi vendredi samedi dimanche matin midi soir semaine mois annee
journee soiree nuit nom prenom prenoms age code enfant enfants fils fille filles garcon bebe papa
maman mere pere parent parents mari femme frere soeur nee nes agee agees an ans humain secretaire
secretariat paques toussaint pentecote ascension assomption cendres careme joyeux joyeuse joyeuses
bienvenue urgent urgence help
"""
_TALK = frozenset(
    word for words in (_GRAMMAR, _VERBS, _SAID_ALONE) for word in fold(words)[0].split()
) | (NUMBER_WORDS - {"mil"})


def is_talk(word: str) -> bool:
    """Tell whether ``word`` belongs to talk; accents and capitals do not count."""
    return fold(word)[0] in _TALK
