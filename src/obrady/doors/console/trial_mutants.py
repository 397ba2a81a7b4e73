"""Small breaks of a program, one at a time: another comparison, another number, a statement left out."""

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass

COMPARISONS = {
    ast.Lt: (ast.LtE, ast.Gt), ast.LtE: (ast.Lt, ast.Gt), ast.Gt: (ast.GtE, ast.Lt), ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.In: (ast.NotIn,), ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,), ast.IsNot: (ast.Is,),
}  # fmt: skip
ARITHMETIC = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult, ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr, ast.BitXor: ast.BitOr,
}  # fmt: skip
NAMES = {"min": "max", "max": "min", "all": "any", "any": "all", "sorted": "list"}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One break: where it is, what stood there, what stands there now, and the whole broken source.

    `key` names it beyond the number of its line, so that a list of known ones outlives other changes of the file.
    """

    function: str
    line: int
    before: str
    after: str
    source: str

    @property
    def key(self) -> str:
        return f"{self.function}: {self.before} -> {self.after}"


def mutants(source: str) -> Iterator[Mutant]:
    """Every break of a source, each given once; texts for people, types, decorators and docstrings stay whole."""
    tree = ast.parse(source)
    skipped, functions = _skipped(tree), _functions(tree)
    for number, node in enumerate(ast.walk(tree)):
        if id(node) in skipped:
            continue
        for choice, changed in enumerate(_changes(node)):
            yield Mutant(
                function=functions.get(id(node), ""),
                line=getattr(node, "lineno", 0),
                before=_shown(node),
                after=_shown(changed),
                source=_with_change(source, number, choice),
            )


def _with_change(source: str, number: int, choice: int) -> str:
    fresh = ast.parse(source)
    target = list(ast.walk(fresh))[number]
    changed = list(_changes(target))[choice]

    class Replace(ast.NodeTransformer):
        def visit(self, node: ast.AST) -> ast.AST:
            return changed if node is target else self.generic_visit(node)

    return ast.unparse(ast.fix_missing_locations(Replace().visit(fresh)))


def _changes(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Compare(ops=[operator, *_]):
            for other in COMPARISONS.get(type(operator), ()):
                yield _altered(node, ops=[other(), *node.ops[1:]])
            if len(node.ops) == 2:
                for other in COMPARISONS.get(type(node.ops[1]), ()):
                    yield _altered(node, ops=[node.ops[0], other()])
        case ast.BinOp() | ast.AugAssign() if type(node.op) in ARITHMETIC:
            yield _altered(node, op=ARITHMETIC[type(node.op)]())
        case ast.BoolOp():
            yield _altered(node, op=ast.And() if isinstance(node.op, ast.Or) else ast.Or())
            for place in range(len(node.values)):
                yield _altered(node, values=[*node.values[:place], *node.values[place + 1 :]])
        case ast.UnaryOp(op=ast.Not() | ast.USub()):
            yield copy.deepcopy(node.operand)
        case ast.IfExp():
            yield _altered(node, test=ast.UnaryOp(op=ast.Not(), operand=copy.deepcopy(node.test)))
        case ast.Constant():
            yield from _other_constants(node)
        case ast.Call(func=ast.Name(id=name)) if name in NAMES:
            yield _altered(node, func=ast.Name(id=NAMES[name], ctx=ast.Load()))
        case ast.comprehension() if node.ifs:
            yield _altered(node, ifs=[])
        case _:
            yield from _other_statements(node)


def _other_constants(node: ast.Constant) -> Iterator[ast.AST]:
    value = node.value
    if isinstance(value, bool):
        yield ast.Constant(not value)
    elif isinstance(value, int | float):
        yield ast.Constant(value + 1)
        if value:
            yield ast.Constant(value - 1)
    elif isinstance(value, str) and " " not in value.strip():
        yield ast.Constant(f"{value}X")


def _other_statements(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Return(value=value) if value is not None and not _is_none(value):
            yield ast.Return(value=ast.Constant(None))
        case ast.Raise() | ast.AugAssign() | ast.Expr(value=ast.Call() | ast.Yield() | ast.YieldFrom()):
            yield ast.Pass()
        case ast.If():
            yield _altered(node, test=ast.UnaryOp(op=ast.Not(), operand=copy.deepcopy(node.test)))
        case ast.Continue():
            yield ast.Break()
        case ast.Break():
            yield ast.Continue()


def _altered(node: ast.AST, **changes: object) -> ast.AST:
    fresh = copy.deepcopy(node)
    for name, value in changes.items():
        setattr(fresh, name, value)
    return fresh


def _is_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _skipped(tree: ast.Module) -> set[int]:
    whole: list[ast.AST] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Module) and ast.get_docstring(node) is not None:
            whole.append(node.body[0])
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            whole += node.decorator_list
        if isinstance(node, ast.FunctionDef) and node.returns:
            whole.append(node.returns)
        whole += [part for part in (getattr(node, "annotation", None),) if part is not None]
        if isinstance(node, ast.JoinedStr):
            whole += [part for part in node.values if isinstance(part, ast.Constant)]
            whole += [
                part.format_spec for part in node.values if isinstance(part, ast.FormattedValue) and part.format_spec
            ]
    return {id(inner) for node in whole for inner in ast.walk(node)}


def _functions(tree: ast.Module) -> dict[int, str]:
    """Node -> the innermost function or class around it."""
    names: dict[int, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names |= {id(inner): node.name for inner in ast.walk(node)}
    return names


def _shown(node: ast.AST) -> str:
    if isinstance(node, ast.If):
        return f"if {ast.unparse(node.test)}"
    return " ".join(ast.unparse(node).split())
