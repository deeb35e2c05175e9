"""Stand-ins for TensorFlow, so that Rasa imports without it.

Rasa 3.6 imports TensorFlow, its add-ons and keras at module level almost everywhere, but only a
few components (DIET, TED, ResponseSelector, ...) compute with them. Here those imports are
answered::

    >>> import tensorflow as tf
    >>> class Model(tf.keras.Model):        # subclassing works, as Rasa does at import
    ...     @tf.function(reduce_retracing=True)
    ...     def call(self, inputs: tf.Tensor): ...
    >>> Model()                             # computing does not
    Traceback (most recent call last):
        ...
    no_tensorflow.TensorFlowMissing: 'Model' needs TensorFlow, which this environment lacks; ...

Every attribute of a stand-in is again a stand-in: it can be called, subclassed, used as a decorator
and subscripted, and any sub-module of it can be imported.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import sys
import types
from collections.abc import Sequence
from typing import Any

ROOTS = ("tensorflow", "tensorflow_addons", "tensorflow_hub", "tensorflow_text", "keras")

#: Every package whose sub-modules are answered; see :func:`leave_out`.
_answered = set(ROOTS)


class TensorFlowMissing(RuntimeError):
    """A component that computes with TensorFlow was started without TensorFlow."""


class _StandInType(type):
    """Metaclass of every stand-in: a stand-in is a class, so that it can be a base class."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        child = stand_in(f"{cls.__name__}.{name}")
        setattr(cls, name, child)
        return child

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        if "_stand_in" not in cls.__dict__:
            raise TensorFlowMissing(
                f"{cls.__name__!r} needs TensorFlow, which this environment lacks; "
                "choose a component without it in config/config.yml "
                "(for example LogisticRegressionClassifier instead of DIETClassifier)"
            )
        if len(args) == 1 and not kwargs and isinstance(args[0], types.FunctionType | type):
            return args[0]  # used as a bare decorator
        return stand_in(f"{cls.__name__}()")

    def __getitem__(cls, item: Any) -> Any:
        return cls

    def __iter__(cls) -> Any:
        return iter(())

    def __or__(cls, other: Any) -> Any:
        return cls

    __ror__ = __or__


def stand_in(name: str) -> Any:
    """Return a stand-in called ``name``, for example ``stand_in("tensorflow.keras.Model")``."""
    return _StandInType(name, (), {"_stand_in": True, "__module__": "no_tensorflow"})


def _is_tensor(value: Any) -> bool:
    # matplotlib asks this of every array when a module called tensorflow is loaded.
    return False


def _module_attribute(module_name: str) -> Any:
    def __getattr__(name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        if name == "is_tensor":
            return _is_tensor
        return stand_in(f"{module_name}.{name}")

    return __getattr__


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Answers the import of any sub-module of the stand-in packages."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: Any = None
    ) -> importlib.machinery.ModuleSpec | None:
        root = fullname.split(".", 1)[0]
        if root in _answered and ("." in fullname or root not in ROOTS):
            return importlib.machinery.ModuleSpec(fullname, self, is_package=True)
        return None

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
        module = types.ModuleType(spec.name)
        module.__getattr__ = _module_attribute(spec.name)  # type: ignore[method-assign]
        return module

    def exec_module(self, module: types.ModuleType) -> None:
        return None


_FINDER = _Finder()


def leave_out(*roots: str) -> None:
    """Answer the import of ``roots`` by stand-ins from now on, for a process that never uses them.

    Packages that are imported already stay as they are.
    """
    if _FINDER not in sys.meta_path:
        sys.meta_path.insert(0, _FINDER)
    _answered.update(root for root in roots if root not in sys.modules)


def fill(module_name: str) -> None:
    """Turn the package ``module_name`` (one of :data:`ROOTS`) into a stand-in."""
    if _FINDER not in sys.meta_path:
        sys.meta_path.insert(0, _FINDER)
    module = sys.modules[module_name]
    module.__getattr__ = _module_attribute(module_name)  # type: ignore[method-assign]
    module.__version__ = "0.0.0"  # type: ignore[attr-defined]
