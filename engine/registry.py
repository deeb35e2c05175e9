"""A registry keyed by name: duplicates are refused, an unknown name lists its nearest neighbour."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from engine.errors import RegistryError, did_you_mean


class Registry[Item]:
    """Named items of one kind.

    >>> providers: Registry[type] = Registry("provider")
    >>> @providers.register("meta")
    ... class Meta: ...
    >>> providers["meta"].__name__
    'Meta'
    >>> providers["mata"]
    Traceback (most recent call last):
        ...
    engine.errors.RegistryError: unknown provider 'mata'; did you mean 'meta'?
    """

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._items: dict[str, Item] = {}

    def register(self, name: str) -> Callable[[Item], Item]:
        """Return a decorator that registers its argument as ``name``."""

        def keep(item: Item) -> Item:
            self.add(name, item)
            return item

        return keep

    def add(self, name: str, item: Item) -> None:
        """Register ``item`` as ``name``; a second item of that name is an error."""
        if name in self._items:
            raise RegistryError(f"{self._kind} {name!r} is registered twice")
        self._items[name] = item

    def __getitem__(self, name: str) -> Item:
        try:
            return self._items[name]
        except KeyError:
            proposal = did_you_mean(name, self._items) or f"known: {', '.join(sorted(self._items))}"
            raise RegistryError(f"unknown {self._kind} {name!r}; {proposal}") from None

    def __contains__(self, name: object) -> bool:
        return name in self._items

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def values(self) -> list[Item]:
        """Return the items in the order of registration."""
        return list(self._items.values())
