// What the client promises, asked of a real store: run by run_with_store.py.
#include "tests/storage/s3/store_fixture.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <thread>

namespace slipway::s3 {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class ObjectsInAStore : public StoreFixture {};

TEST_F(ObjectsInAStore, AreReadAsTheyWereWritten) {
    EXPECT_EQ(MUST(put("a/b", "hello world")), PutResult::written);

    EXPECT_EQ(MUST(get("a/b", {0, 11})), "hello world");
    EXPECT_EQ(MUST(get("a/b", {4, 3})), "o w");
    EXPECT_EQ(MUST(client->find(key("a/b")))->size, 11U);
}

TEST_F(ObjectsInAStore, MayBeEmpty) {
    EXPECT_EQ(MUST(put("empty", "")), PutResult::written);

    EXPECT_EQ(MUST(client->find(key("empty")))->size, 0U);
}

TEST_F(ObjectsInAStore, AreReplaced) {
    MUST(put("a", "one"));
    MUST(put("a", "other"));

    EXPECT_EQ(MUST(get("a", {0, 5})), "other");
}

TEST_F(ObjectsInAStore, MayHaveAnyName) {
    const std::vector<std::string> all = {
        "a b", "a&b", "a%20b", "a+b~c_1.0~rc1+b1.deb", "a=b?c#d", "é/ü/漢", "a'b\"c", "a<b>c;d:e@f", "a!$*(),"};
    for (const auto& name : all) MUST(put(name, name));

    for (const auto& name : all) EXPECT_EQ(MUST(get(name, {0, name.size()})), name);
    auto sorted = all;
    std::sort(sorted.begin(), sorted.end());
    EXPECT_EQ(names(), sorted);
}

TEST_F(ObjectsInAStore, AreNotThereBeforeTheyAreWrittenNorAfterTheyAreRemoved) {
    EXPECT_EQ(MUST(client->find(key("a"))), std::nullopt);
    EXPECT_FAULT(get("a", {0, 1}), Fault::not_found);

    MUST(put("a", "text"));
    MUST(client->remove(key("a")));
    MUST(client->remove(key("a")));

    EXPECT_EQ(MUST(client->find(key("a"))), std::nullopt);
}

TEST_F(ObjectsInAStore, AreNotWrittenWithAnotherDigest) {
    const MemoryBytes bytes("text");

    EXPECT_FAULT(client->put(key("a"), {&bytes, 0, 4}, sha256_of("other")), Fault::corrupt);

    EXPECT_EQ(MUST(client->find(key("a"))), std::nullopt);
}

TEST_F(ObjectsInAStore, HaveTheRangeThatIsAskedFor) {
    MUST(put("a", "0123456789"));

    EXPECT_FAULT(get("a", {5, 6}), Fault::corrupt);
    EXPECT_FAULT(get("a", {10, 1}), Fault::corrupt);
}

TEST_F(ObjectsInAStore, AreKeptWhereTheStoreCanDoThat) {
    MUST(put("a", "first"));

    const auto second = put("a", "second", Existing::keep);
    const auto other = put("b", "other", Existing::keep);

    if (is_rgw()) {
        ASSERT_TRUE(second.ok() && other.ok());
        EXPECT_EQ(*second, PutResult::kept);
        EXPECT_EQ(*other, PutResult::written);
    } else {
        EXPECT_FAULT(second, Fault::unsupported);
        EXPECT_FAULT(other, Fault::unsupported);
    }
    EXPECT_EQ(MUST(get("a", {0, 5})), "first");
}

TEST_F(ObjectsInAStore, AreWrittenByOneOfManyWhoWouldKeepThem) {
    std::atomic<int> written = 0;
    std::atomic<int> kept = 0;
    {
        std::vector<std::jthread> writers;
        for (int i = 0; i < 8; ++i)
            writers.emplace_back([&, i] {
                const auto outcome = put("a", "text " + std::to_string(i), Existing::keep);
                written += outcome.ok() && *outcome == PutResult::written;
                kept += outcome.ok() && *outcome == PutResult::kept;
            });
    }

    EXPECT_EQ(written, is_rgw() ? 1 : 0);
    EXPECT_EQ(kept, is_rgw() ? 7 : 0);
}

TEST_F(ObjectsInAStore, AreReadAndWrittenByManyThreads) {
    std::atomic<int> right = 0;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 8; ++i)
            threads.emplace_back([&, i] {
                for (int j = 0; j < 5; ++j) {
                    const auto name = fmt::format("{}/{}", i, j);
                    MUST(put(name, std::string(100'000, static_cast<char>('a' + i)) + name));
                    right += MUST(get(name, {100'000, name.size()})) == name;
                }
            });
    }

    EXPECT_EQ(right, 40);
    EXPECT_EQ(names().size(), 40U);
}

TEST_F(ObjectsInAStore, AreListedByTheirBeginningsAndInPages) {
    for (const auto* name : {"blobs/a", "blobs/b", "blobs/c", "packs/1"}) MUST(put(name, "text"));

    const auto first = MUST(client->list("blobs/", "", 2));
    const auto second = MUST(client->list("blobs/", first.next.value_or(""), 2));

    ASSERT_EQ(first.objects.size(), 2U);
    EXPECT_EQ(first.objects[1].name, "blobs/b");
    EXPECT_EQ(first.objects[1].size, 4U);
    EXPECT_LT(std::chrono::abs(clock.now() - first.objects[1].changed_at), std::chrono::minutes(5));
    ASSERT_EQ(second.objects.size(), 1U);
    EXPECT_EQ(second.objects[0].name, "blobs/c");
    EXPECT_EQ(second.next, std::nullopt);
    EXPECT_THAT(names("packs/"), ElementsAre("packs/1"));
    EXPECT_THAT(names("nothing/"), IsEmpty());
}

TEST_F(ObjectsInAStore, AreCopied) {
    MUST(put("a b+c/é", "text"));

    MUST(client->copy(key("a b+c/é"), key("copy")));

    EXPECT_EQ(MUST(get("copy", {0, 4})), "text");
    EXPECT_FAULT(client->copy(key("nothing"), key("x")), Fault::not_found);
}

TEST_F(ObjectsInAStore, AreAddressedByTheBucketsOwnHostToo) {
    const auto host = "http://localhost" + endpoint.substr(endpoint.rfind(':'));
    const auto by_host = MUST(Bucket::create({bucket->url(), host, "", Addressing::virtual_host}));
    Client through_host({by_host, credentials, *transport, clock, timing, metrics}, {});
    MUST(put("a b+c/é", "text"));

    EXPECT_TRUE(through_host.check().ok());
    EXPECT_EQ(MUST(through_host.read(key("a b+c/é"), {0, 4})), "text");
    MUST(through_host.copy(key("a b+c/é"), key("copy")));
    EXPECT_EQ(MUST(through_host.list("")).objects.size(), 2U);
}

TEST_F(ObjectsInAStore, MayBeSignedWithoutTheirBytes) {
    const MemoryBytes bytes("text");

    MUST(client->caller().call({Operation::put_object,
                                Method::put,
                                bucket->path_of(key("a")),
                                {},
                                {},
                                {&bytes, 0, 4},
                                std::string(unsigned_payload)}));

    EXPECT_EQ(MUST(get("a", {0, 4})), "text");
}

}  // namespace
}  // namespace slipway::s3
