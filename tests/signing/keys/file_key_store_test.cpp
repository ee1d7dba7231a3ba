#include "signing/keys/file_key_store.hpp"

#include "tests/contracts/key_store_contract.hpp"
#include "tests/support/faulty_file_system.hpp"
#include "tests/support/memory_file_system.hpp"
#include "tests/support/must.hpp"

namespace slipway::testing {
namespace {

struct FilesInMemory {
    std::unique_ptr<signing::KeyStore> open() { return std::make_unique<signing::FileKeyStore>(files, "/keys"); }
    MemoryFileSystem files;
};
INSTANTIATE_TYPED_TEST_SUITE_P(FileKeyStore, KeyStoreContract, FilesInMemory);

}  // namespace
}  // namespace slipway::testing

namespace slipway::signing {
namespace {

using ::testing::ElementsAre;
using testing::fail_at_every_step;
using testing::FaultyFileSystem;
using ::testing::IsEmpty;
using testing::MemoryFileSystem;

TEST(FileKeyStore, HasWhatItWasGivenAfterAPowerCut) {
    MemoryFileSystem files;
    FileKeyStore keys(files, "/keys");
    MUST(keys.put("main", "BB", "second"));
    MUST(keys.put("main", "AA", "first"));
    MUST(keys.put("other", "CC", "third"));
    MUST(keys.remove("other"));

    files.crash();

    EXPECT_THAT(MUST(keys.keys_of("main")), ElementsAre("first", "second"));
    EXPECT_THAT(MUST(keys.keys_of("other")), IsEmpty());
}

TEST(FileKeyStore, HasAKeyAsAWholeOrNotAtAllWhicheverOperationFails) {
    fail_at_every_step([](MemoryFileSystem& memory, FaultyFileSystem& disk, std::size_t skipped) {
        FileKeyStore keys(disk, "/keys");
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

TEST(FileKeyStore, ShowsNothingButKeysToAVisitor) {
    MemoryFileSystem files;
    FileKeyStore keys(files, "/keys");
    MUST(keys.put("main", "AA", "secret"));
    for (const auto* other : {"/keys/slipway-id.txt", "/keys/.hidden", "/keys/main/AA.asc.new"})
        MUST(files.create(other, 0600));
    std::vector<std::string> seen;

    MUST(keys.visit([&](const KeyStore::Visited& key) -> Result<> {
        seen.push_back(key.armored);
        return {};
    }));

    EXPECT_THAT(seen, ElementsAre("secret"));
}

TEST(FileKeyStore, MakesNoFileForARepositoryThatIsNoName) {
    MemoryFileSystem files;
    FileKeyStore keys(files, "/keys");
    for (const auto* name : {"", "..", ".hidden", "a/b", "/etc"})
        EXPECT_FAULT(keys.put(name, "AA", "secret"), Fault::invalid_input);
    EXPECT_THAT(files.files(), IsEmpty());
}

}  // namespace
}  // namespace slipway::signing
