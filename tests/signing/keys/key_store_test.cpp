#include "signing/keys/key_store.hpp"

#include "tests/support/faulty_file_system.hpp"
#include "tests/support/memory_file_system.hpp"
#include "tests/support/must.hpp"

namespace slipway::signing {
namespace {

using ::testing::ElementsAre;
using testing::fail_at_every_step;
using testing::FaultyFileSystem;
using ::testing::IsEmpty;
using testing::MemoryFileSystem;

TEST(KeyStore, HasWhatItWasGivenAfterAPowerCut) {
    MemoryFileSystem files;
    KeyStore keys(files, "/keys");
    MUST(keys.put("main", "BB", "second"));
    MUST(keys.put("main", "AA", "first"));
    MUST(keys.put("other", "CC", "third"));

    files.crash();

    EXPECT_THAT(MUST(keys.keys_of("main")), ElementsAre("first", "second"));
    EXPECT_THAT(MUST(keys.keys_of("none")), IsEmpty());
}

TEST(KeyStore, HasAKeyAsAWholeOrNotAtAllWhicheverOperationFails) {
    fail_at_every_step([](MemoryFileSystem& memory, FaultyFileSystem& disk, std::size_t skipped) {
        KeyStore keys(disk, "/keys");
        disk.arm(skipped);
        const bool stored = keys.put("main", "AA", "secret").ok();
        disk.disarm();
        memory.crash();

        const auto after = MUST(keys.keys_of("main"));
        if (stored) {
            EXPECT_THAT(after, ElementsAre("secret"));
        } else {
            EXPECT_THAT(after, ::testing::AnyOf(IsEmpty(), ElementsAre("secret")));
        }
        MUST(keys.put("main", "AA", "secret"));
        EXPECT_THAT(memory.files(), ElementsAre("/keys/main/AA.asc"));
    });
}

TEST(KeyStore, ForgetsTheKeysOfARepositoryForGood) {
    MemoryFileSystem files;
    KeyStore keys(files, "/keys");
    MUST(keys.put("main", "AA", "first"));
    MUST(keys.put("other", "BB", "second"));

    MUST(keys.remove("main"));
    MUST(keys.remove("none"));
    files.crash();

    EXPECT_THAT(MUST(keys.keys_of("main")), IsEmpty());
    EXPECT_THAT(MUST(keys.keys_of("other")), ElementsAre("second"));
}

TEST(KeyStore, ForgetsOneKeyForGood) {
    MemoryFileSystem files;
    KeyStore keys(files, "/keys");
    MUST(keys.put("main", "AA", "first"));
    MUST(keys.put("main", "AAAA", "second"));
    const auto before = keys.version_of("main");

    MUST(keys.remove_key("main", "AA"));
    MUST(keys.remove_key("main", "BB"));
    MUST(keys.remove_key("none", "AA"));
    files.crash();

    EXPECT_THAT(MUST(keys.keys_of("main")), ElementsAre("second"));
    EXPECT_GT(keys.version_of("main"), before);
}

TEST(KeyStore, CountsChangesSoThatCopiesAreRenewed) {
    MemoryFileSystem files;
    KeyStore keys(files, "/keys");
    const auto before = keys.version_of("main");

    MUST(keys.put("main", "AA", "first"));
    const auto with_key = keys.version_of("main");
    MUST(keys.remove("main"));

    EXPECT_GT(with_key, before);
    EXPECT_GT(keys.version_of("main"), with_key);
    EXPECT_EQ(keys.version_of("other"), 0U);
}

TEST(KeyStore, TakesNoPathForARepository) {
    MemoryFileSystem files;
    KeyStore keys(files, "/keys");
    for (const auto* name : {"", "..", ".hidden", "a/b", "/etc"})
        EXPECT_FAULT(keys.put(name, "AA", "secret"), Fault::invalid_input);
    EXPECT_THAT(files.files(), IsEmpty());
}

}  // namespace
}  // namespace slipway::signing
