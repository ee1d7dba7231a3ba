#include "base/lru_cache.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace slipway {
namespace {

TEST(LruCache, DropsWhatWasUsedLongestAgo) {
    LruCache<std::string, int> cache(2);
    cache.put("a", 1);
    cache.put("b", 2);
    cache.find("a");

    cache.put("c", 3);

    EXPECT_NE(cache.find("a"), nullptr);
    EXPECT_EQ(cache.find("b"), nullptr);
    EXPECT_EQ(*cache.find("c"), 3);
}

TEST(LruCache, CountsALookAsNoUse) {
    LruCache<std::string, int> cache(2);
    cache.put("a", 1);
    cache.put("b", 2);
    EXPECT_EQ(*cache.peek("a"), 1);

    cache.put("c", 3);

    EXPECT_EQ(cache.peek("a"), nullptr);
    EXPECT_EQ(*cache.peek("b"), 2);
}

TEST(LruCache, CountsWhatValuesCost) {
    LruCache<std::string, int> cache(10);
    cache.put("a", 1, 4);
    cache.put("b", 2, 4);
    EXPECT_EQ(cache.cost(), 8U);

    cache.put("c", 3, 7);

    EXPECT_EQ(cache.size(), 1U);
    EXPECT_EQ(cache.cost(), 7U);
}

TEST(LruCache, KeepsTheNewestWhateverItCosts) {
    LruCache<std::string, int> cache(10);
    cache.put("a", 1, 1);

    cache.put("b", 2, 100);

    EXPECT_EQ(cache.find("a"), nullptr);
    EXPECT_EQ(*cache.find("b"), 2);
}

TEST(LruCache, ReplacesAValueAndItsCost) {
    LruCache<std::string, int> cache(10);
    cache.put("a", 1, 9);

    EXPECT_EQ(cache.put("a", 2, 3), 2);

    EXPECT_EQ(cache.size(), 1U);
    EXPECT_EQ(cache.cost(), 3U);
}

TEST(LruCache, ForgetsOneSomeOrAll) {
    LruCache<int, int> cache(10);
    for (int number = 0; number < 6; ++number) cache.put(number, number);

    cache.erase(0);
    cache.erase(99);
    cache.erase_if([](int key, int) { return key % 2 == 1; });
    EXPECT_EQ(cache.size(), 2U);
    EXPECT_EQ(cache.cost(), 2U);

    cache.clear();
    EXPECT_EQ(cache.find(2), nullptr);
    EXPECT_EQ(cache.cost(), 0U);
}

TEST(LruCache, TakesKeysThatOnlyHaveAnOrderAndValuesThatOnlyMove) {
    LruCache<std::pair<int, int>, std::unique_ptr<int>> cache(1);
    cache.put({1, 2}, std::make_unique<int>(3));
    EXPECT_EQ(**cache.find({1, 2}), 3);
}

}  // namespace
}  // namespace slipway
