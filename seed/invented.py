"""Invented people: names, identity numbers of never-assigned areas, phones in plain order."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate
from random import Random

from rules.dates import add_months
from rules.identity import check_digit
from rules.infection import HEPATITIS_B, HIV, SYPHILIS
from seed import names

MALE, FEMALE = "1", "2"
DISEASES = {HIV: 0.0004, SYPHILIS: 0.003, HEPATITIS_B: 0.045}  # how many women have one
REGISTERS_YEARS = 5
_SURNAME_WEIGHTS = tuple(accumulate(1 / (place + 6) for place in range(len(names.SURNAMES))))
_VILLAGE_WEIGHTS = tuple(accumulate(population for _, population, _ in names.VILLAGES))


@dataclass(slots=True)
class Woman:
    """A mother, with what her pregnancies have in common."""

    person: dict[str, object]
    born: date
    surname: str
    husband: str
    husband_id: str
    husband_born: date
    village: int  # place in the list of villages
    slack: float  # how much likelier than others she is late or missed
    height_mm: int
    weight_g: int
    systolic: int
    haemoglobin: int
    blood: tuple[str, str]  # ABO and Rh, as the form codes them
    diseases: frozenset[str]  # codes of models.infection.DISEASES
    gravida: int
    para: int
    past: Counter[str]  # the counts of the first examination's form
    last_birth_on: date | None = None
    births: list[date] = field(default_factory=list)  # those the books know
    free_from: date = date.min  # may conceive again
    carried_until: date = date.min  # the last pregnancy the books know, or its third month
    moves_on: date = date.max  # the family leaves the township

    @property
    def scar(self) -> bool:
        """Whether she had a caesarean."""
        return self.past["caesareans"] > 0


@dataclass(slots=True)
class World:
    """What every part of the story draws on: chance, the day, and what is used up already."""

    rng: Random
    start: date
    today: date
    used_ids: set[str] = field(default_factory=set)
    phones: int = 0
    doctors: tuple[str, ...] = ()
    village_doctors: tuple[str, ...] = ()
    county_doctors: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self.county_doctors = tuple(self.name(FEMALE) for _ in range(4))
        self.doctors = tuple(self.name(FEMALE) for _ in range(6))
        self.village_doctors = tuple(self.name(self.sex()) for _ in names.VILLAGES)

    def happens(self, chance: float) -> bool:
        """Whether something of this chance comes about."""
        return self.rng.random() < chance

    def whole(self, middle: float, spread: float, low: float, high: float) -> int:
        """A bell-shaped whole number, cut at both ends."""
        return round(min(high, max(low, self.rng.gauss(middle, spread))))

    def soon(self, first: int, usual: int, last: int) -> int:
        """A number of days: most often ``usual``."""
        return round(self.rng.triangular(first, last, usual))

    def sex(self) -> str:
        """A sex at the proportion of births in the countryside."""
        return MALE if self.happens(0.524) else FEMALE

    def surname(self) -> str:
        """One character, common ones oftener."""
        return self.rng.choices(names.SURNAMES, cum_weights=_SURNAME_WEIGHTS)[0]

    def given(self, sex: str, *, child: bool = False) -> str:
        """A given name of one or two characters."""
        men, women = (names.BOYS, names.GIRLS) if child else (names.MEN, names.WOMEN)
        letters = men if sex == MALE else women
        return "".join(self.rng.sample(letters, 1 if self.happens(0.12) else 2))

    def name(self, sex: str) -> str:
        """A grown-up's name."""
        return self.surname() + self.given(sex)

    @property
    def since(self) -> date:
        """Since when the programmes' registers are kept here; before, on paper."""
        return max(self.start, add_months(self.today, -12 * REGISTERS_YEARS))

    def specialist(self) -> str:
        """One of the county hospital's doctors."""
        return self.rng.choice(self.county_doctors)

    def doctor(self) -> str:
        """One of the centre's doctors."""
        return self.rng.choice(self.doctors)

    def id_no(self, born: date, sex: str) -> str:
        """An identity number nobody has, with its right check character."""
        while True:
            region = self.rng.choices(names.ID_REGIONS, (90, 6, 4))[0]
            serial = self.rng.randrange(500) * 2 + (sex == MALE)
            first17 = f"{region}{born:%Y%m%d}{serial:03}"
            number = first17 + check_digit(first17)
            if number not in self.used_ids:
                self.used_ids.add(number)
                return number

    def phone(self) -> str:
        """Eleven digits of an invented block, last four scattered."""
        self.phones += 1
        block, place = divmod(self.phones, 10_000)
        return f"1990{block:03}{place * 7919 % 10_000:04}"

    def woman(self, lmp: date) -> Woman:
        """A woman who becomes pregnant for the first time in this story."""
        rng = self.rng
        age = self.whole(28.3, 4.9, 20, 41.9)
        born = lmp - timedelta(days=age * 365 + rng.randrange(11, 360))
        surname = self.surname()
        village = rng.choices(range(len(names.VILLAGES)), cum_weights=_VILLAGE_WEIGHTS)[0]
        village_name, _, behind = names.VILLAGES[village]
        group = rng.randrange(1, 10)
        earlier = min(3, int(max(0.0, rng.gauss((age - 24) / 7, 0.6))))
        caesareans = sum(self.happens(0.36) for _ in range(earlier))
        lost = self.happens(0.3)
        youngest = born + timedelta(days=19 * 365)
        gap = timedelta(days=min(self.whole(1500, 800, 420, 4200), (lmp - youngest).days))
        husband_born = born - timedelta(days=self.whole(700, 800, -1200, 4000))
        height = self.whole(1590, 52, 1440, 1760)
        moves = self.happens(0.09)
        return Woman(
            person={
                "name": surname + self.given(FEMALE),
                "id_no": self.id_no(born, FEMALE),
                "sex": FEMALE,
                "birth_date": born,
                "phones": [self.phone() for _ in range(2 if self.happens(0.12) else 1)],
                "village_id": village + 1,
                "group_no": group,
                "address": f"{names.TOWN}{village_name}{group}组{rng.randrange(1, 90)}号",
                "residence": "2" if self.happens(0.07) else "1",
            },
            born=born,
            surname=surname,
            husband=self.name(MALE),
            husband_id=self.id_no(husband_born, MALE),
            husband_born=husband_born,
            village=village,
            slack=rng.choices((0.5, 1.0, 5.0), (62, 30, 8))[0] * behind,
            height_mm=height,
            weight_g=self.whole(22.1 * (height / 1000) ** 2 * 10, 75, 390, 950) * 100,
            systolic=self.whole(112, 8, 92, 138),
            haemoglobin=self.whole(126, 9, 88, 150),
            blood=(rng.choices("1234", (31, 28, 31, 10))[0], "1" if self.happens(0.004) else "2"),
            diseases=frozenset(code for code, rate in DISEASES.items() if self.happens(rate)),
            gravida=earlier + lost,
            para=earlier,
            past=Counter(
                vaginal_births=earlier - caesareans,
                caesareans=caesareans,
                **{rng.choice(("miscarriages", "induced_abortions")): int(lost)},
            ),
            last_birth_on=lmp - gap if earlier else None,
            moves_on=lmp + timedelta(days=rng.randrange(900, 3300)) if moves else date.max,
        )
