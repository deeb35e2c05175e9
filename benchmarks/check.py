"""Time ``python -m engine check`` on a project of a hundred flows, interpreter start included.

::

    $ python benchmarks/check.py
    100 flows, 300 slots, 700 responses in 102 files: best of 5 0.71 s, median 0.74 s
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent

_FLOW = """\
flows:
  service_{n}:
    name: Service {n}
    description: Rendre le service numéro {n} à une personne de la paroisse.
    nlu_trigger:
      - intent: {{name: demander_{n}, confidence_threshold: 0.4}}
    persisted_slots: [nom_{n}]
    steps:
      - id: demander_nom
        collect: nom_{n}
        description: le nom de la personne
        rejections:
          - if: not slots.nom_{n} matches "[A-Za-z]"
            utter: utter_nom_refuse_{n}
      - collect: age_{n}
        next:
          - if: slots.age_{n} < 18
            then:
              - action: utter_mineur_{n}
              - call: partage
                next: recapituler
          - if: slots.age_{n} >= 18 and slots.age_{n} < 120
            then: recapituler
          - else:
              - set_slots:
                  - age_{n}: null
              - action: utter_age_refuse_{n}
                next: demander_nom
      - id: recapituler
        collect: accord_{n}
        ask_before_filling: true
        next:
          - if: slots.accord_{n}
            then: noter
          - else: demander_nom
      - id: noter
        action: action_noter_{n}
      - action: utter_fin_{n}
        next: END
"""

_SLOTS = """\
  nom_{n}:
    type: text
    mappings:
      - {{type: from_entity, entity: nom}}
  age_{n}:
    type: float
    mappings:
      - type: from_llm
  accord_{n}:
    type: bool
    mappings:
      - {{type: from_intent, intent: affirmer, value: true}}
"""

_RESPONSES = """\
  utter_ask_nom_{n}:
    - text: Quel est votre nom ?
  utter_ask_age_{n}:
    - text: Quel âge avez-vous, {{nom_{n}}} ?
  utter_ask_accord_{n}:
    - text: "Vous êtes {{{{ slots.nom_{n} }}}}. Est-ce bien cela ?"
      metadata: {{template: jinja}}
      buttons:
        - {{title: Oui, payload: /SetSlots(accord_{n}=true)}}
        - {{title: Non, payload: /SetSlots(accord_{n}=false)}}
  utter_nom_refuse_{n}:
    - text: Je n’ai pas reconnu de nom.
  utter_mineur_{n}:
    - text: Un parent doit vous accompagner.
  utter_age_refuse_{n}:
    - text: Je n’ai pas compris cet âge.
  utter_fin_{n}:
    - text: C’est noté, merci.
"""

_SHARED = """\
flows:
  partage:
    description: Rappeler ce qui est commun à tous les services.
    if: false
    steps:
      - action: utter_rappel
"""


def write_project(root: Path, flows: int) -> int:
    """Write a project of ``flows`` flows and return how many files it has."""
    numbers = range(flows)
    (root / "flows").mkdir()
    (root / "flows" / "partage.yml").write_text(_SHARED, encoding="utf-8")
    for number in numbers:
        file = root / "flows" / f"service_{number}.yml"
        file.write_text(_FLOW.format(n=number), encoding="utf-8")
    intents = "".join(f"  - demander_{number}\n" for number in numbers)
    actions = "".join(f"  - action_noter_{number}\n" for number in numbers)
    slots = "".join(_SLOTS.format(n=number) for number in numbers)
    responses = "".join(_RESPONSES.format(n=number) for number in numbers)
    (root / "domain.yml").write_text(
        f'version: "3.1"\nintents:\n  - affirmer\n{intents}entities: [nom]\nslots:\n{slots}'
        f"responses:\n  utter_rappel:\n    - text: À bientôt.\n{responses}actions:\n{actions}",
        encoding="utf-8",
    )
    return flows + 2


def main() -> int:
    """Print the times; 1 when the check finds a mistake in the project or takes a second."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--flows", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=5)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        files = write_project(Path(folder), args.flows)
        command = [sys.executable, "-m", "engine", "check", "--project", folder]
        times = []
        for _ in range(args.rounds):
            begun = time.perf_counter()
            done = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=False)
            times.append(time.perf_counter() - begun)
        print(done.stdout.strip().splitlines()[-1] if done.stdout else done.stderr)
    print(
        f"{args.flows} flows, {3 * args.flows} slots, {7 * args.flows} responses in {files} files: "
        f"best of {args.rounds} {min(times):.2f} s, median {statistics.median(times):.2f} s"
    )
    return int(done.returncode != 0 or min(times) >= 1)


if __name__ == "__main__":
    sys.exit(main())
