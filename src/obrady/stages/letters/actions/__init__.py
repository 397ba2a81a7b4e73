from obrady.stages.letters.actions.writing import write

__all__ = ["write"]
