"""How French is written on a telephone: short forms, and words that stand for one another.

>>> SHORT_FORMS["slt"]
('salut',)
>>> "jeudi" in ALIKE["jour"]
True

Only what cannot be taken for something else; a designer's examples may use either form.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

from engine.french.moments import read_spans

#: Between the parts of one moment.
_JOINS = re.compile(r"[\s,/-]*(?:(?:à|a|le|la|de|du|au|et|ou|vers|entre)\s+|l['’])*", re.IGNORECASE)
#: Where a moment stands in a text does not depend on when that is read.
_ANY_TIME = datetime(2026, 11, 24, 10, tzinfo=UTC)

_WRITTEN = """
slt: salut | bjr: bonjour | bsr: bonsoir | cc: coucou | mrc: merci | mci: merci | bn: bon
svp: s il vous plait | stp: s il te plait | dsl: desole | ok: d accord | dac: d accord
oki: d accord | okay: d accord | okey: d accord | dacc: d accord | wi: oui | ui: oui | ouai: oui
ouais: oui | yep: oui | yes: oui | nn: non | nan: non | nop: non | no: non
cmt: comment | coment: comment | pr: pour | pck: parce que | pcq: parce que | psk: parce que
pk: pourquoi | pq: pourquoi | pkoi: pourquoi | pourkoi: pourquoi
qd: quand | kan: quand | kand: quand | koi: quoi | qoi: quoi | ki: qui | ke: que | k: que | q: que
kel: quelle | kelle: quelle | quel: quelle | quels: quelle | quelles: quelle | kels: quelle
combi1: combien | cb: combien | cbn: combien | bcp: beaucoup | tt: tout | ts: tous | tte: toute
tjr: toujours | tjrs: toujours | tjs: toujours | mm: meme | ms: mais | ac: avec | av: avec
dc: donc | ds: dans | ns: nous | vs: vous | vou: vous | vot: votre | vtre: votre | pb: probleme
rdv: rendez vous | rv: rendez vous | rendezvous: rendez vous | rndv: rendez vous
dem1: demain | 2main: demain | dmain: demain | auj: aujourd hui | ajd: aujourd hui
ojd: aujourd hui | aujourdhui: aujourd hui | bi1: bien | b1: bien | ri1: rien | ya: il y a
c: c est | cest: c est | g: j ai | jai: j ai | chui: je suis | jsuis: je suis
jveux: je veux | jpeux: je peux | jvoudrais: je voudrais | jvoudrai: je voudrais
jvdrais: je voudrais | vx: veux | vdrais: voudrais | voudrai: voudrais | jcherche: je cherche
msg: message | num: numero | nmr: numero | tel: telephone | adr: adresse
inscri: inscription | certif: certificat | dim: dimanche | sam: samedi | lun: lundi
wk: week end | we: week end | weekend: week end | mess: messe | kate: catechisme
cate: catechisme | kt: catechisme
"""

_ALIKE = """
jour: lundi mardi mercredi jeudi vendredi samedi dimanche
mois: janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre
nombre: deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt
    trente quarante cinquante soixante cent mille
"""

#: What a short form stands for, accents and apostrophes left out on both sides.
SHORT_FORMS: dict[str, tuple[str, ...]] = {
    short.strip(): tuple(meant.split())
    for line in _WRITTEN.strip().splitlines()
    for short, _, meant in (pair.partition(":") for pair in line.split("|"))
}
#: Words of which one is as good as the other for telling what a message is about.
ALIKE: dict[str, tuple[str, ...]] = {
    name: tuple(said.split())
    for line in _ALIKE.strip().replace("\n    ", " ").splitlines()
    for name, _, said in (line.partition(":"),)
}


def moment_spans(text: str) -> list[tuple[int, int]]:
    """Return where ``text`` names a day, an hour, or both in one breath.

    >>> moment_spans("rdv mardi 24 à 15h30 svp")
    [(4, 20)]
    >>> moment_spans("mardi la messe est à 10h")
    [(0, 5), (21, 24)]
    """
    spans: list[tuple[int, int]] = []
    for start, end in read_spans(text, _ANY_TIME):
        if spans and _JOINS.fullmatch(text, spans[-1][1], start):
            start, _ = spans.pop()
        spans.append((start, end))
    return spans
