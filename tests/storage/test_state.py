from storage.database import Database
from storage.state import set_value, value


async def test_a_fact_is_kept_until_it_is_replaced(db: Database) -> None:
    async with db.transaction() as connection:
        await set_value(connection, key="demonstration", value="loaded")
        await set_value(connection, key="other", value="1")
    async with db.transaction() as connection:
        await set_value(connection, key="demonstration", value="removed")

    assert await value(db, key="demonstration") == "removed"
    assert await value(db, key="other") == "1"


async def test_a_fact_that_was_never_kept_is_none(db: Database) -> None:
    assert await value(db, key="demonstration") is None
