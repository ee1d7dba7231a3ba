#include "publishing/served/pool_names.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace slipway::publishing {
namespace {

std::string prefix_of(const Sha256& digest) { return digest.hex().substr(0, 16); }
std::string name_of(int number) { return "package_" + std::to_string(number) + "_all.deb"; }
Sha256 digest_of(int number) { return sha256_of(name_of(number)); }

TEST(PoolNames, FindsWhatWasInsertedByDigestPrefixAndFileName) {
    PoolNames names;
    const Sha256 digest = sha256_of("hello");

    names.insert(digest, 42, "hello_1.0_all.deb");

    const auto found = names.find(prefix_of(digest), "hello_1.0_all.deb");
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->sha256, digest);
    EXPECT_EQ(found->size, 42u);
    EXPECT_FALSE(names.find(prefix_of(digest), "hello_1.1_all.deb").has_value());
}

TEST(PoolNames, RefusesPrefixesThatAreNotSixteenLowerCaseDigits) {
    PoolNames names;
    names.insert(Sha256{}, 1, "a");

    EXPECT_TRUE(names.find("0000000000000000", "a").has_value());
    EXPECT_FALSE(names.find("000000000000000", "a").has_value());
    EXPECT_FALSE(names.find("000000000000000G", "a").has_value());
    EXPECT_FALSE(names.find("", "a").has_value());
}

TEST(PoolNames, GivesARemovedNameBackWhenItIsInsertedAgain) {
    PoolNames names;
    names.insert(digest_of(1), 1, name_of(1));
    names.remove(digest_of(1), name_of(1));
    EXPECT_FALSE(names.find(prefix_of(digest_of(1)), name_of(1)).has_value());
    EXPECT_EQ(names.size(), 0u);

    names.insert(digest_of(1), 1, name_of(1));

    EXPECT_TRUE(names.find(prefix_of(digest_of(1)), name_of(1)).has_value());
    EXPECT_EQ(names.size(), 1u);
}

TEST(PoolNames, AReaderSeesEveryNameInsertedBeforeWhileTheTableGrows) {
    constexpr int count = 20'000;
    PoolNames names;
    std::atomic<int> inserted{0};
    int missed = 0;

    std::thread writer([&] {
        for (int i = 0; i < count; ++i) {
            names.insert(digest_of(i), 1, name_of(i));
            inserted.store(i + 1, std::memory_order_release);
        }
    });
    for (int seen = 0; seen < count; seen = inserted.load(std::memory_order_acquire))
        if (seen > 0 && !names.find(prefix_of(digest_of(seen - 1)), name_of(seen - 1))) ++missed;
    writer.join();

    EXPECT_EQ(missed, 0);
    EXPECT_EQ(names.size(), static_cast<std::size_t>(count));
}

TEST(PoolNames, TellPurgedNamesFromThoseThatNeverWere) {
    PoolNames names;
    const auto known = sha256_of("known");
    const auto never_served = sha256_of("never served");
    names.insert(known, 5, "a.deb");

    names.purge(known, "a.deb");
    names.purge(never_served, "b.deb");
    names.insert(known, 5, "a.deb");

    EXPECT_EQ(names.size(), 0U);
    EXPECT_FALSE(names.find(known.hex().substr(0, 16), "a.deb"));
    EXPECT_TRUE(names.is_purged(known.hex().substr(0, 16), "a.deb"));
    EXPECT_TRUE(names.is_purged(never_served.hex().substr(0, 16), "b.deb"));
    EXPECT_FALSE(names.is_purged(known.hex().substr(0, 16), "c.deb"));
}

}  // namespace
}  // namespace slipway::publishing
