// Who reads has a connection of the pool, as long as there may be one more.
#include "storage/catalog/connection_pool.hpp"

#include "storage/catalog/sqlite.hpp"
#include "tests/support/must.hpp"

#include <gmock/gmock.h>

#include <future>

namespace slipway::storage {
namespace {

using namespace std::chrono_literals;

class TwoReaders final : public ConnectionPool {
public:
    explicit TwoReaders(std::chrono::milliseconds wait) : ConnectionPool({.most = 2, .idle = 1, .wait = wait}) {}

    int opened = 0;
    bool is_away = false;

private:
    Result<std::unique_ptr<Connection>> open_reader() override {
        if (is_away) return Error(Fault::busy, "away");
        ++opened;
        return TRY(SqliteConnection::open_in_memory());
    }
    Result<std::unique_ptr<Connection>> open_writer() override { return Error(Fault::internal, "nobody writes"); }
};

TEST(ConnectionPool, LendsNoMoreThanThereMayBe) {
    TwoReaders pool(20ms);
    auto one = MUST(pool.take_reader());
    auto two = MUST(pool.take_reader());

    EXPECT_FAULT(pool.take_reader(), Fault::busy);
    pool.release_reader(std::move(one));

    EXPECT_TRUE(pool.take_reader().ok());
    EXPECT_EQ(pool.opened, 2);
}

TEST(ConnectionPool, LetsSomebodyWaitForTheNextThatIsGivenBack) {
    TwoReaders pool(60s);
    auto one = MUST(pool.take_reader());
    auto two = MUST(pool.take_reader());

    auto third = std::async(std::launch::async, [&] { return pool.take_reader(); });
    EXPECT_EQ(third.wait_for(50ms), std::future_status::timeout);
    pool.release_reader(std::move(two));

    EXPECT_TRUE(third.get().ok());
}

TEST(ConnectionPool, HasAPlaceForAnotherInsteadOfOneThatIsOfNoUse) {
    TwoReaders pool(20ms);
    for (int i = 0; i < 5; ++i) {
        auto connection = MUST(pool.take_reader());
        pool.release_reader(nullptr);
    }
    pool.is_away = true;
    for (int i = 0; i < 5; ++i) EXPECT_FAULT(pool.take_reader(), Fault::busy);
    pool.is_away = false;

    auto one = MUST(pool.take_reader());
    EXPECT_TRUE(pool.take_reader().ok());
}

TEST(ConnectionPool, ClosesThoseThatAreTooManyToLieIdle) {
    TwoReaders pool(20ms);
    auto one = MUST(pool.take_reader());
    auto two = MUST(pool.take_reader());
    pool.release_reader(std::move(one));
    pool.release_reader(std::move(two));

    one = MUST(pool.take_reader());
    two = MUST(pool.take_reader());

    EXPECT_EQ(pool.opened, 3) << "one had been kept";
    EXPECT_FAULT(pool.take_reader(), Fault::busy);
}

TEST(ConnectionPool, CountsOneThatWasOpenedBefore) {
    TwoReaders pool(20ms);
    pool.add_reader(MUST(SqliteConnection::open_in_memory()));

    auto one = MUST(pool.take_reader());
    auto two = MUST(pool.take_reader());

    EXPECT_EQ(pool.opened, 1);
    EXPECT_FAULT(pool.take_reader(), Fault::busy);
}

}  // namespace
}  // namespace slipway::storage
