r"""The condition language of flows: guards, ``next`` branches, rejections, slot validation.

>>> adult = parse('slots.age >= 18 and not slots.city is "Thiès"')
>>> adult.evaluate({"age": 21, "city": "Dakar"}, {})
True

A condition never fails while a person waits: :func:`parse` refuses what is not a condition, with
the offset of the fault and a proposal; :meth:`Expression.evaluate` answers True or False for any
values. What is legal but probably not meant is found by ``inspect.surprises``.

**Words.** ``slots.name`` and ``context.name`` read a value; a dot goes one level down into a
mapping. Texts stand in ``'…'`` or ``"…"`` (no escapes), numbers as ``12`` or ``-3.5``, sets in
``{"a" "b"}`` with spaces between the members, regular expressions in quotes or in ``/…/`` with the
flags i, m, s, x, a. ``true false null undefined empty`` and the operators are keywords in any case.
``#`` starts a comment.

**Grouping.** ``not`` binds tighter than ``and`` and ``or``, looser than a comparison. ``and`` and
``or`` have ONE rank and group from the right: ``f and g or t`` reads ``f and (g or t)``.

**Truth.** False are: false, null, 0, ``""``, an empty list or mapping, a slot that does not exist,
an unquoted word without namespace. All else is true, the text ``"false"`` included.

============================  ====================================================================
comparison                    result
============================  ====================================================================
``=`` ``==`` ``is``           one operator, three spellings; ``!=`` and ``is not`` are its negation
number and number             by value; true counts as 1 and false as 0
text and text                 exact, the case of letters matters
text and number               never equal: ``"17" = 17`` is false
text and boolean              equal when the text reads true or false, in any case
``null``                      equals null only: not 0, not ``""``, not a slot that does not exist
``undefined``                 equals a slot or context field that does not exist
``empty``                     equals ``""``, ``[]``, ``{}`` and ``undefined``; not null, 0, false
set and list                  equal when they have the same members, in any order
``<`` ``<=`` ``>`` ``>=``     numbers by value, two texts letter by letter, by their code points,
                              a text that reads as a number against a number as that number;
                              false for every other pair: null, undefined, lists, other texts
list ``contains`` value       one of its members is equal, as defined above
text ``contains`` text        a part of it, the case of letters matters
set ``contains`` value        as a list: ``{"oui" "non"} contains slots.answer``
mapping ``contains`` text     it has that key
other ``contains``            false
text ``matches`` regex        found anywhere in its first 1,000 characters; anchor by ``^``, ``$``
other ``matches``             false; false as well when the regular expression is malformed
an unquoted word              is undefined, so ``slots.name is Alice`` is false for every name
``None``                      is such a word, not null
============================  ====================================================================

**Templates.** ``slots.{{context.collect}} is not null`` is filled in at each evaluation. The value
may complete a name or a quoted text but never add an operator; only a condition that is nothing but
one ``{{context.x}}`` is taken as a whole. What cannot be filled in makes the condition false.
"""

from engine.flows.expressions import inspect
from engine.flows.expressions.expression import Expression, parse
from engine.flows.expressions.inspect import Comparison, Reference, Surprise
from engine.flows.expressions.mistakes import ExpressionError
from engine.flows.expressions.values import Special

__all__ = [
    "Comparison",
    "Expression",
    "ExpressionError",
    "Reference",
    "Special",
    "Surprise",
    "inspect",
    "parse",
]
