"""The words by which an emergency is known, and those that only sound like one.

>>> DYING.search("mon pere est mourant").group(), IN_DANGER.search("mon mari me frappe").group()
('mourant', 'frappe')
>>> FAR.search("mort il y a deux ans").group(), NEAR.search("mort ce matin").group()
('y a deux ans', 'ce matin')
>>> DESCRIBED.search("mon pere decede") is None, DESCRIBED.search("mon pere est decede") is None
(False, True)

They match folded words with one space between them: no accent, no capital, no sign. What they mean
together says :mod:`engine.french.alarms`.
"""

from __future__ import annotations

import re
from typing import Final


def any_of(lines: str) -> re.Pattern[str]:
    """Return what matches one of ``lines`` in folded words: no accent, no sign."""
    return re.compile(rf"\b(?:{'|'.join(line for line in lines.splitlines() if line)})\b")


_NUMBER: Final = (
    r"(?:\d+|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|quinze|vingt|trente|quelques"
    r"|plusieurs)"
)
_LONG: Final = r"(?:an(?:nee)?s?|mois|semaines?)"
_CHILD_OR_SPOUSE: Final = (
    r"(?:mon|ma|mes|notre|nos) (?:\w+ )?"
    r"(?:fils|filles?|enfants?|bebes?|garcon|mari|femme|epou(?:x|se))"
)
_HAS_JUST: Final = r"v(?:ien(?:s|t|nent)|en(?:ons|ez|ait|aient)) (?:juste |a peine )?(?:de|d)"

#: "il se meurt", "elle est au plus mal", "il ne respire plus".
DYING: Final = any_of(r"""
mour\w*
meur\w*
agoni\w*
(?:vit|vivre) ses derni\w+
derni(?:er|ere)s? (?:souffle|soupir|instant|moment|heure|volonte|sacrement|onction|adieu)s?
s en va
(?<!on )(?:en tr(?:a)?in de|va|vont|veut) (?:nous )?(?:partir|quitter|passer|s eteindre)
s eteint
fin de vie
c est la fin
vie (?:et|ou) (?:la |de )?mort
(?:article|lit) de (?:la )?mort
coma
reanim\w*
soins intensifs
palliatifs?
condamnee?
pronostic
debranch\w*
passera pas la (?:nuit|journee)
plus (?:que )?(?:d |pour )?(?:espoir|quelques|longtemps|beaucoup de temps)
que quelques (?:heures|minutes|jours)
au plus (?:mal|bas)
tres (?:mal|bas)
va mal
faibli\w*
empire
s aggrave
(?:perd|perdu|perte de|sans) connaissance
sans vie
inconscien\w*
evanoui\w*
respire (?:plus|pas|mal|presque)
(?:reveille|bouge|parle|repond) plus
etouffe\w*
convuls\w*
saigne\w*
hemorragie
du sang
(?:un|l|son|cet) avc
infarctus
(?:crise|arret) cardiaque
overdose
noye\w*
onction
viatique
extreme
huile
""")
#: "je veux en finir", "mon mari me frappe", "au secours".
IN_DANGER: Final = any_of(r"""
suicid\w*
pendue?s?
(?:me|se|te|nous|la|le|s|m|l|les) (?:tue\w*|egorge\w*|noyer|pendre)
en finir
me faire du mal
(?:le|la|les) rejoindre
rejoindre (?:mon|ma|mes|notre)
(?:plus|pas) (?:\w+ )?(?:envie|gout|raison|force|courage)\w*
sans (?:lui|elle|eux)
pourquoi (?:continuer|vivre)
(?:peux|peut|en peu) plus
(?:veux|veut|souhaite) (?:plus|pas) vivre
marre de (?:tout|vivre|la vie)
desesp\w*
idees? noires?
adieu
disparaitre
avale
empoisonn\w*
intoxi\w*
mort aux rats
xaru
frapp\w*
(?:me|m a|m|nous|la|le) (?:bat|battue?|tape|cogne)s?
viole\w*
violence\w*
menac\w*
couteau
arme
agress\w*
peur
enfermee?
en danger
renvers\w*
percut\w*
ecrase\w*
bagarres?
se bat(?:tent|tre)?
se tapent dessus
voleurs?
(?:au|le|du|prend|pris) feu
incendie
au secours
secourez
sos
sauve[zr]\w*
wallu\w*
""")
#: "grave", but not "rien de grave".
GRAVE: Final = re.compile(
    r"(?<!pas )(?<!pas tres )(?<!pas trop )(?<!pas bien )(?<!rien de )\bgrave(?:ment|s)?\b"
)
#: "aidez-nous": beside a grief they call somebody; alone, for any help.
CALL: Final = any_of(r"""
help
aide[zr]?
venez
viens vite
depeche\w*
accoure\w*
gaaw\w*
dimbali\w*
""")
#: A priest, and that he is to come: "il faut un prêtre"; but not "le père de ma fille".
PRIEST: Final = re.compile(
    r"\b(?:pretres?|abbe|cure|vicaire|aumonier|religieu\w+"
    r"|(?:le|un|du|au) pere(?! d(?:e|u|es)\b))\b"
)
TO_COME: Final = any_of(r"""
il (?:\w+ )?faut
faudrait
besoin
vite
urg\w+
tout de suite
maintenant
immediat\w*
reclam\w*
demande
vienne
venir
venez
envo\w+
passer
appel\w*
cherch\w*
trouver
chevet
prier sur
benir
""")
APPOINTMENT: Final = any_of(r"""
rendez vous
rendezvous
rdv
rv
entretien
entrevue
rencontr\w+
audience
""")

#: "il est décédé", "elle nous a quittés", "nous sommes en deuil".
DEATH: Final = any_of(r"""
(?:mort|dece?de|dcd|defun(?:t|te)?|trepasse|disparu)e?s?
deces
feue?
(?:nous|m|l) (?:a|ont|avait) quitte\w*
(?:a|ont) perdu
(?:ai|avons|vient de|venons de|viens de) perd\w+
rappelee? a dieu
rappel a dieu
n est plus
(?:est|sont) partie?s?
eteinte?
obseques
enterr\w*
funerailles
inhum\w*
deuil
morgue
""")
#: "vient de mourir" is news of a death; "va mourir" is not.
JUST_DIED: Final = re.compile(
    rf"\b{_HAS_JUST} (?:(?:nous |me )?(?:mourir|deceder|quitter|perdre)|s eteindre|rendre l ame)\b"
)
ILL: Final = any_of(r"""
hopita\w*
opital
hospitali\w*
clinique
maternite
urgences
oper(?:ee?s?|ation)
chirurgi\w+
accident\w*
fractur\w*
""")
#: What is near: then a death is news, however it is worded.
NEAR: Final = any_of(rf"""
{_HAS_JUST}
(?:cette|la|derniere) nuit
ce (?:matin|soir|midi|jour)
cet apres midi
aujourd
auj
ajd
hier
a l instant
tout a l heure
y a (?:a peine )?{_NUMBER} (?:minutes?|heures?|h|jours?)
(?:le|son) corps
morgue
""")
BURIAL: Final = any_of(r"""
obseques
enterr\w*
funerailles
inhum\w*
""")
#: What is far: "il y a deux ans", "en 2019", "l'an dernier".
FAR: Final = any_of(rf"""
(?:y a|depuis|(?:cela|[cs]a) f(?:ait|era)|voila) (?:\w+ ){{0,2}}{_NUMBER} {_LONG}
(?:y a|depuis|ca fait) (?:tres |bien )?longtemps
depuis des (?:annees|mois)
l (?:an|annee) (?:derniere?|passee?)
le mois (?:dernier|passe)
lan+ee? (?:derniere?|passee?)
en (?:19|20)\d\d
en (?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre)
{_NUMBER} ans? deja
autrefois
jadis
""")
#: What the living do for the dead, and the days on which they do.
FOR_THE_DEAD: Final = any_of(r"""
messes?
mess
intentions?
prie[rz]
prieres?
neuvaines?
trentain\w*
requiem
repos de (?:l|son|leurs?) ames?
recommander
anniversaires?
souvenir
memoire
quarantaine
quarante jours
huitaine
(?:huitieme|trentieme|quarantieme) jour
commemor\w*
""")
#: The dead as they are named; that they are dead is no news: "mon défunt mari", "à sa mémoire".
REMEMBERED: Final = any_of(r"""
defun(?:t|te)?s?
feue?
repos de (?:l|son|leurs?) ames?
l ame d\w*
anniversaire d(?:e|u) (?:deces|rappel|(?:la )?(?:mort|disparition))
a (?:la|sa) memoire
requiem
quarantaine
quarante jours
huitaine
(?:huitieme|trentieme|quarantieme) jour
commemor\w*
""")
#: "mon père décédé" names somebody; "mon père est décédé" tells it.
DESCRIBED: Final = re.compile(
    r"\b(?!(?:est|sont|etait|etaient|es|a|e|c|et|qui|suis|deja|bien) )[a-z]+ "
    r"(?:dece?dee?s?|morte?s?|dcd|disparue?s?)\b"
)
#: A death that is told, with the words before it that say whose.
HAS_DIED: Final = re.compile(
    r"(?P<who>(?:\w+ ){0,5}\w+) (?:est|sont|es|etait|etaient|vien(?:t|s|nent) de) (?:deja )?"
    r"(?:morte?s?|dece?dee?s?|dcd|mourir|deceder|s eteindre)\b"
)
#: Somebody's relation, whose death may be the reason of an absence.
RELATION: Final = any_of(r"""
son
sa
ses
leurs?
mon
ma
mes
notre
nos
votre
une?
la?
les?
pap[iy]
mam[iy]e?
mame
pepe
meme
tonton
tata
tanti?n?e
oncle
""")
#: Those whose death is never but a reason: of who writes the nearest, or the one who is absent.
NEAREST: Final = re.compile(rf"\b(?:ils?|elles?|(?<!de ){_CHILD_OR_SPOUSE})$")
LOST: Final = re.compile(rf"\bperdu {_CHILD_OR_SPOUSE}\b")
#: "à quelle heure", "le matin ou le soir".
ASKS_WHEN: Final = any_of(r"""
quelle heure
kel heure
heures?
horaires?
\d+ ?h\d*
quand
quelle date
quel jour
matin ou
programme
""")
HASTE: Final = any_of(r"""
urgent\w*
urgence
presse\w*
vite
rapidement
(?:au|le) plus (?:vite|tot)
des que possible
""")
#: The same in a text as it is written, with what belongs to it: ", c'est très urgent !". Signs are
#: taken from their first one on only: a row of them is not tried anew from each.
HASTE_AS_WRITTEN: Final = re.compile(
    r"(?<![\s,;:.!])[\s,;:.!]*\b(?:(?:c['’]?\s*est|c['’]?|cest|(?:et\s+)?(?:ça|ca)\s+(?:est|presse))\s*)?"
    r"(?:(?:très|tres|vraiment|assez|super|en|d['’]|au|le|plus|trop)\s*)*"
    r"(?:urgent\w*|urgence|press[ée]e?s?|vite|rapidement)(?:\s+possible)?\b[\s!.]*",
    re.IGNORECASE,
)
CLAUSE: Final = re.compile(r"[^,.;:!?\n]+")
WORD: Final = re.compile(r"[a-z0-9]+")
