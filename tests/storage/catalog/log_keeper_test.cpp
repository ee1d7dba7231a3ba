#include "storage/catalog/log_keeper.hpp"

#include "storage/catalog/publications.hpp"
#include "tests/storage/catalog/catalog_fixture.hpp"

#include <filesystem>
#include <thread>

namespace slipway::storage {
namespace {

constexpr std::uint64_t short_enough = 100'000;

class LongCatalogLog : public testing::CatalogTest {
protected:
    void write_much() {
        auto tx = write();
        MUST(save_fact(tx, "much", std::string(1'000'000, 'x')));
        MUST(std::move(tx).commit());
    }
    LogKeeper keeper{file(), short_enough};
};

TEST_F(LongCatalogLog, IsEmptiedWhenItIsLong) {
    write_much();
    ASSERT_GT(keeper.length(), short_enough);

    EXPECT_EQ(MUST(keeper.keep_short()), 0U);
    EXPECT_EQ(MUST(find_fact(read(), "much"))->size(), 1'000'000U);
}

TEST_F(LongCatalogLog, IsLeftAloneWhileItIsShort) {
    LogKeeper patient(file(), 100'000'000);
    write_much();

    EXPECT_GT(MUST(patient.keep_short()), short_enough);
}

TEST_F(LongCatalogLog, StaysWhileAReaderNeedsIt) {
    LogKeeper hasty(file(), 2 * short_enough);  // what is written is not so long that it waits for seconds
    const auto reader = read();
    write_much();

    EXPECT_GT(MUST(hasty.keep_short()), 2 * short_enough);
    EXPECT_FALSE(MUST(find_fact(reader, "much")));
}

TEST_F(LongCatalogLog, StopsGrowingUnderReadersThatFollowEachOtherWithoutAGap) {
    std::atomic<bool> over{false};
    const auto read_on = [&] {
        auto reader = std::make_unique<ReadTransaction>(read());
        while (!over) {
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
            auto next = std::make_unique<ReadTransaction>(read());
            reader = std::move(next);
        }
    };
    std::thread one(read_on);
    std::thread other(read_on);

    for (int i = 0; i < 20; ++i) {
        write_much();
        MUST(keeper.keep_short());
    }
    over = true;
    one.join();
    other.join();

    EXPECT_LT(keeper.length(), 10'000'000U);
}

}  // namespace
}  // namespace slipway::storage
