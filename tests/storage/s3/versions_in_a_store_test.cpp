// Destroying objects, asked of a real store: run by run_with_store.py.
#include "storage/s3/destroying.hpp"
#include "tests/storage/s3/store_fixture.hpp"

#include <algorithm>

namespace slipway::s3 {
namespace {

class VersionsInAStore : public StoreFixture {
protected:
    VersionsInAStore() {
        const MemoryBytes document("<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>");
        const auto hash = sha256_of(*document.read(0, document.size())).hex();
        MUST(with_versions.caller().call({Operation::put_object,
                                          Method::put,
                                          keeping_bucket.path(),
                                          {{"versioning", ""}},
                                          {},
                                          {&document, 0, document.size()},
                                          hash}));
    }

    /// A store that was slow has been asked twice, and keeps one more.
    std::ptrdiff_t versions_of(Client& of, const char* name) {
        const auto full_name = of.bucket().full_name(name);
        const auto answer = MUST(of.caller().call({Operation::list_object_versions,
                                                   Method::get,
                                                   of.bucket().path(),
                                                   {{"versions", ""}, {"prefix", full_name}}}));
        return std::ranges::count(MUST(parse_versions(answer.body)), full_name, &ObjectVersion::name);
    }

    const Bucket keeping_bucket = a_bucket("s3://versioned/x", endpoint);
    Client with_versions{{keeping_bucket, credentials, *transport, clock, timing, metrics}, {}};
};

TEST_F(VersionsInAStore, AreAllDestroyed) {
    const MemoryBytes bytes("onetwo");
    MUST(with_versions.put(key("a"), {&bytes, 0, 3}, sha256_of("one")));
    MUST(with_versions.put(key("a"), {&bytes, 3, 3}, sha256_of("two")));
    MUST(with_versions.put(key("ab"), {&bytes, 0, 3}, sha256_of("one")));
    MUST(with_versions.remove(key("a")));
    EXPECT_GE(versions_of(with_versions, "a"), 3) << "two, and what says that it was removed";

    MUST(destroy(with_versions, key("a")));

    EXPECT_EQ(versions_of(with_versions, "a"), 0);
    EXPECT_TRUE(MUST(with_versions.find(key("ab"))));
    MUST(destroy(with_versions, key("ab")));
}

TEST_F(VersionsInAStore, AreNotNeededForThat) {
    MUST(put("a", "text"));

    MUST(destroy(*client, key("a")));
    MUST(destroy(*client, key("a")));

    EXPECT_EQ(MUST(client->find(key("a"))), std::nullopt);
}

}  // namespace
}  // namespace slipway::s3
