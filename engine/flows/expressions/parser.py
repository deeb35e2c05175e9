"""Read the tokens of a condition into a tree, by recursive descent.

::

    chain     = term { ("and" | "or") term }          one rank, grouped from the right
    term      = { "not" } relation
    relation  = operand [ operator operand ]
              | operand "is" [ "not" ] operand
              | operand "matches" ( text | regex )
    operand   = text | number | constant | word | set | "(" chain ")"
    set       = "{" { text | number | constant | word } "}"

>>> read("slots.age >= 18").operator
'>='
"""

from __future__ import annotations

from engine.errors import shorten
from engine.flows.expressions.mistakes import FOREIGN_WORDS, ExpressionError
from engine.flows.expressions.nodes import (
    Chain,
    Constant,
    Members,
    Name,
    Negation,
    Node,
    Relation,
    Scalar,
)
from engine.flows.expressions.patterns import compile_pattern
from engine.flows.expressions.tokens import Kind, Token, tokenize
from engine.flows.expressions.values import Special, number

#: Characters of a condition. The longest seen in public projects has some 300.
MAX_LENGTH = 10_000
#: Parentheses and negations around one value: what follows a tree calls itself this deep.
MAX_DEPTH = 50

NAMESPACES = ("slots", "context")

_CONSTANTS: dict[str, Scalar] = {
    "true": True,
    "false": False,
    "null": None,
    "undefined": Special.UNDEFINED,
    "empty": Special.EMPTY,
}
_SIGN_OPERATORS = {"=": "=", "==": "=", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
_OPERATOR_KEYWORDS = frozenset(["is", "contains", "matches"])
_VALUES = (Kind.TEXT, Kind.NUMBER, Kind.WORD)


def read(source: str) -> Node:
    """Return the tree of a condition without templates.

    Raises :class:`ExpressionError` with the offset of the first fault.
    """
    if len(source) > MAX_LENGTH:
        raise ExpressionError(
            f"the condition is longer than {MAX_LENGTH} characters", MAX_LENGTH, "split the branch"
        )
    return _Reader(source).whole()


def split_name(word: str) -> tuple[str, str]:
    """Return namespace and name of a word; the namespace is empty for a bare one.

    >>> split_name("slots.city"), split_name("city")
    (('slots', 'city'), ('', 'city'))
    """
    namespace, dot, name = word.partition(".")
    return (namespace, name) if dot and namespace in NAMESPACES else ("", word)


class _Reader:
    """One pass over the tokens of one condition."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._tokens = tokenize(source)
        self._position = 0
        self._depth = 0

    def whole(self) -> Node:
        if self._ended:
            raise ExpressionError(
                "the condition is empty", 0, "write true or false, or leave the key out"
            )
        node = self._chain()
        if not self._ended:
            raise self._unexpected_after(node)
        return node

    @property
    def _ended(self) -> bool:
        return self._current.kind is Kind.END

    @property
    def _current(self) -> Token:
        return self._tokens[self._position]

    def _take(self) -> Token:
        token = self._current
        self._position += 1
        return token

    def _at(self, *texts: str) -> bool:
        token = self._current
        return token.kind in (Kind.KEYWORD, Kind.SIGN) and token.text in texts

    def _deeper(self, offset: int) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise ExpressionError(
                f"parentheses and 'not' are nested deeper than {MAX_DEPTH}", offset, "simplify it"
            )

    def _chain(self) -> Node:
        terms = [self._term()]
        operators: list[Token] = []
        while self._at("and", "or"):
            operators.append(self._take())
            terms.append(self._term())
        if not operators:
            return terms[0]
        return Chain(
            terms=tuple(terms),
            operators=tuple(token.text for token in operators),
            operator_offsets=tuple(token.offset for token in operators),
        )

    def _term(self) -> Node:
        offsets: list[int] = []
        while self._at("not"):
            offsets.append(self._take().offset)
            self._deeper(offsets[-1])
        node = self._relation()
        for offset in reversed(offsets):
            node = Negation(operand=node, offset=offset)
        self._depth -= len(offsets)
        return node

    def _relation(self) -> Node:
        start = self._current.offset
        left = self._operand()
        token = self._current
        operator = self._operator(start)
        if not operator:
            return left
        right = self._pattern() if operator == "matches" else self._operand()
        if operator == "contains" and isinstance(right, Members):
            raise ExpressionError(
                "'contains' takes one value, not a set",
                right.offset,
                f"turn it round: {self._slice(right.offset, right.end)} contains "
                f"{self._slice(start, token.offset)}",
            )
        if self._at(*_SIGN_OPERATORS, *_OPERATOR_KEYWORDS):
            raise ExpressionError(
                f"a second operator {self._current.text!r} in one comparison",
                self._current.offset,
                "join two comparisons with 'and'",
            )
        return Relation(operator=operator, left=left, right=right, offset=token.offset)

    def _operator(self, start: int) -> str:
        """Take the operator of a comparison whose left side begins at ``start``; empty if none."""
        if self._at(*_SIGN_OPERATORS):
            token = self._take()
            if self._at("not"):
                raise ExpressionError(
                    f"'not' cannot stand behind {token.text!r}",
                    self._current.offset,
                    "write '!=', or put 'not' before the comparison",
                )
            return _SIGN_OPERATORS[token.text]
        if self._at("is"):
            self._take()
            if self._at("not"):
                self._take()
                return "!="
            return "="
        if self._at("contains", "matches"):
            return self._take().text
        if self._at("not"):
            raise self._misplaced_not(start)
        return ""

    def _operand(self) -> Node:
        token = self._current
        if token.kind is Kind.WORD:
            return self._name()
        if token.kind in _VALUES or (token.kind is Kind.KEYWORD and token.text in _CONSTANTS):
            return self._constant()
        if self._at("("):
            return self._parenthesis()
        if self._at("{"):
            return self._members()
        raise self._no_value()

    def _constant(self) -> Constant:
        token = self._take()
        match token.kind:
            case Kind.TEXT:
                value: Scalar = token.text[1:-1]
            case Kind.NUMBER:
                value = number(token.text)
            case _:
                value = _CONSTANTS[token.text]
        return Constant(value=value, offset=token.offset, end=token.end)

    def _name(self) -> Name:
        token = self._take()
        if self._at("("):
            raise ExpressionError(
                f"there are no functions: {token.text!r}",
                token.offset,
                "compute the value in an action and compare its slot",
            )
        namespace, name = split_name(token.text)
        if not name:
            raise ExpressionError(
                f"a name is missing behind {token.text!r}", token.offset, f"write {token.text}name"
            )
        return Name(namespace=namespace, name=name, offset=token.offset, end=token.end)

    def _parenthesis(self) -> Node:
        opening = self._take()
        self._deeper(opening.offset)
        if self._at(")"):
            raise ExpressionError(
                "nothing stands between the parentheses", opening.offset, "remove them"
            )
        node = self._chain()
        if self._ended:
            raise ExpressionError("the parenthesis is never closed", opening.offset, "add ')'")
        if not self._at(")"):
            raise self._unexpected_after(node)
        self._take()
        self._depth -= 1
        return node

    def _members(self) -> Members:
        opening = self._take()
        items: list[Name | Constant] = []
        while not self._at("}"):
            token = self._current
            if token.kind is Kind.END:
                raise ExpressionError("the set is never closed", opening.offset, "add '}'")
            if token.kind is Kind.WORD:
                items.append(self._name())
            elif token.kind in _VALUES or token.text in _CONSTANTS:
                items.append(self._constant())
            else:
                raise ExpressionError(
                    f"a set cannot hold {token.text!r}",
                    token.offset,
                    "it holds texts, numbers and names, separated by spaces",
                )
        closing = self._take()
        return Members(items=tuple(items), offset=opening.offset, end=closing.end)

    def _pattern(self) -> Node:
        token = self._current
        proposal = 'write it in quotes: matches "^[0-9]+$"'
        if token.kind is Kind.END:
            raise self._no_value()
        if token.kind is Kind.WORD and split_name(token.text)[0]:
            # A regular expression from a slot would be one from a stranger.
            raise ExpressionError(
                "'matches' takes a regular expression, not a slot", token.offset, proposal
            )
        if token.kind not in (Kind.TEXT, Kind.REGEX, Kind.WORD):
            raise ExpressionError(
                f"'matches' takes a regular expression, not {token.text!r}", token.offset, proposal
            )
        self._take()
        if token.kind is Kind.WORD:
            return compile_pattern(token, token.text, "", "")
        if token.kind is Kind.TEXT:
            return compile_pattern(token, token.text[1:-1], "", token.text[0])
        text, _, flags = token.text[1:].rpartition("/")
        return compile_pattern(token, text, flags.lower(), "/")

    def _slice(self, start: int, end: int) -> str:
        return self._source[start:end].strip()

    def _no_value(self) -> ExpressionError:
        token = self._current
        if token.kind is Kind.END:
            before = self._tokens[self._position - 1]
            return ExpressionError(
                f"the condition ends behind {before.text!r}",
                before.offset,
                "write the missing value, or remove it",
            )
        if token.kind is Kind.REGEX:
            return ExpressionError(
                "a regular expression stands only behind 'matches'",
                token.offset,
                f"write 'matches {token.text}'; there is no division",
            )
        if token.text == ")":
            return ExpressionError("a value is missing before ')'", token.offset, "")
        return ExpressionError(
            f"a value is missing before {token.text!r}",
            token.offset,
            "write slots.name, a number or a text in quotes",
        )

    def _misplaced_not(self, start: int) -> ExpressionError:
        token = self._take()
        left = self._slice(start, token.offset)
        following = self._current
        word = following.text.lower()
        if word in ("contains", "matches"):
            proposal = f"write 'not {left} {word} …'"
        elif word == "in":
            proposal = f"write 'not {{…}} contains {left}'"
        elif word == "is":
            proposal = "write 'is not'"
        else:
            proposal = "write '!=' or 'is not'"
        return ExpressionError("'not' cannot stand behind a value", token.offset, proposal)

    def _unexpected_after(self, node: Node) -> ExpressionError:
        token = self._current
        if token.kind is Kind.SIGN:
            opening = {")": "(", "}": "{"}.get(token.text)
            if opening:
                return ExpressionError(
                    f"there is no {opening!r} for this {token.text!r}", token.offset, "remove it"
                )
        word = token.text.lower()
        if word == "in":
            left = self._slice(0, token.offset) if self._position == 1 else "slots.name"
            return ExpressionError(
                "unknown operator 'in'", token.offset, f'write \'{{"a" "b"}} contains {left}\''
            )
        if word in FOREIGN_WORDS:
            return ExpressionError(
                f"unknown operator {token.text!r}", token.offset, FOREIGN_WORDS[word]
            )
        last = _last(node)
        quote = "; quote a text of several words"
        if not isinstance(last, Name) or last.namespace:
            quote = ""
        return ExpressionError(
            f"an operator is missing before {shorten(token.text)}",
            token.offset,
            f"write 'and', 'or' or a comparison{quote}",
        )


def _last(node: Node) -> Node:
    """Return the node that ends the text of ``node``, parentheses aside."""
    while True:
        match node:
            case Relation():
                node = node.right
            case Negation():
                node = node.operand
            case Chain():
                node = node.terms[-1]
            case _:
                return node
