import numpy as np
import pytest

from dagster_project.simulation import names
from dagster_project.simulation.clock import DAY
from dagster_project.simulation.customers.effects import PriceEffects
from dagster_project.simulation.customers.pricing import price
from dagster_project.simulation.customers.truth_prices import continuing_parts
from dagster_project.simulation.trade import Orders


@pytest.fixture
def orders() -> Orders:
    """An order in each year, of a hand pump (49.00) and two O-rings (3.50), and a refund of the second order's pump."""
    return Orders(
        number=np.arange(4),
        contact=np.array([7, 7, 7, 7]),
        moment=np.array([40, 440, 800, 450]) * DAY,
        coming=np.array([0, 1, 2, -1]),
        refunded=np.array([-1, -1, -1, 1]),
        currency=np.zeros(4, dtype=np.int64),
        is_guest=np.zeros(4, dtype=bool),
        has_address=np.ones(4, dtype=bool),
        line_order=np.array([0, 0, 1, 1, 2, 2, 3]),
        line_product=np.array([0, 1, 0, 1, 0, 1, 0]),
        line_quantity=np.array([1, 2, 1, 2, 1, 2, 1]),
        line_price=np.array([4_900, 350, 4_900, 350, 4_900, 350, 4_900]),
    )


def _priced(market, orders, clock, **switches):
    return price(np.random.default_rng(8), market, orders, PriceEffects(**switches), clock)


def test_neutral_switches_change_no_line(market, orders, clock):
    priced = _priced(market, orders, clock)
    for lines in ("line_product", "line_quantity", "line_price"):
        assert (getattr(priced, lines) == getattr(orders, lines)).all()
    assert (priced.currency == 0).all()


def test_prices_rise_each_january_and_a_refund_pays_back_what_was_paid(market, orders, clock):
    # 49.00, 53.90, 59.29 and 3.50, 3.85, 4.235, which is rounded to the even cent 4.24.
    assert _priced(market, orders, clock, yearly_rise=0.1).line_price.tolist() == [
        4_900, 350, 5_390, 385, 5_929, 424, 5_390,
    ]  # fmt: skip


def test_what_is_free_stays_free(market, orders, clock):
    orders.line_price[:] = 0
    assert (_priced(market, orders, clock, yearly_rise=0.1).line_price == 0).all()


def test_a_successor_takes_the_place_of_its_product_from_march_of_its_year(market, orders, clock):
    # The market begins in 2023: the hand pump's successor comes on 1 March 2024 (day 425), the O-ring's a year later.
    priced = _priced(market, orders, clock, has_new_products=True)
    pump, ring = (names.ALL_PRODUCTS.index(product) for product in names.SUCCESSORS[:2])
    assert priced.line_product.tolist() == [0, 1, pump, 1, pump, ring, pump]
    assert priced.line_price[-1] == 5_600


def test_the_mix_shifts_to_dearer_products_from_the_middle_on(market, orders, clock):
    priced = _priced(market, orders, clock, mix_shift=1.0)
    is_late = np.array([False, False, False, False, True, True, False])  # the history has 912 days
    assert (priced.line_price[is_late] > orders.line_price[is_late]).all()
    assert (priced.line_price[~is_late] == orders.line_price[~is_late]).all()


def test_only_orders_of_one_line_turn_to_other_currencies(market, orders, clock):
    assert _priced(market, orders, clock, foreign=1.0).currency.tolist() == [0, 0, 0, 0]
    orders.line_order[:] = [0, 0, 1, 2, 2, 2, 3]
    currency = _priced(market, orders, clock, foreign=1.0).currency
    assert currency[1] > 0
    assert currency[3] == currency[1]  # the refund of that order
    assert currency[0] == currency[2] == 0


def test_a_customer_who_buys_a_lot_does_so_each_time(market, orders, clock):
    quantity = _priced(market, orders, clock, tail=0.5).line_quantity
    assert quantity[0] == quantity[2] == quantity[4] > 1
    assert quantity[1] == pytest.approx(2 * quantity[0], abs=1)


def test_a_dearer_product_is_all_price():
    # 5 pieces at 10, then 5 at 12: 2 more for each of 5.
    parts = continuing_parts(np.array([[5.0, 5.0]]), np.array([[50.0, 60.0]]), np.array([[50.0, 60.0]]))
    assert parts == pytest.approx({"price": 10.0, "volume": 0.0, "mix": 0.0, "fx": 0.0})


def test_more_pieces_at_the_same_prices_are_all_volume():
    sold = np.array([[10.0, 20.0], [10.0, 20.0]])
    worth = sold * np.array([[1.0], [3.0]])
    assert continuing_parts(sold, worth, worth) == pytest.approx({"price": 0.0, "volume": 40.0, "mix": 0.0, "fx": 0.0})


def test_dearer_instead_of_cheaper_pieces_are_all_mix():
    # 20 pieces before and after; five of them move from a product at 1 to one at 3: 5 × 2 = 10.
    sold = np.array([[10.0, 5.0], [10.0, 15.0]])
    worth = sold * np.array([[1.0], [3.0]])
    assert continuing_parts(sold, worth, worth) == pytest.approx({"price": 0.0, "volume": 0.0, "mix": 10.0, "fx": 0.0})


def test_another_rate_is_all_currency_and_effects_are_converted_at_the_mean_of_both():
    # 100 pounds at 1.0, then 120 pounds at 1.2: 20 × 1.1 of price, 0.2 × (100 + 120) ÷ 2 of currency.
    parts = continuing_parts(np.array([[5.0, 5.0]]), np.array([[100.0, 120.0]]), np.array([[100.0, 144.0]]))
    assert parts == pytest.approx({"price": 22.0, "volume": 0.0, "mix": 0.0, "fx": 22.0})
