#include "base/files/durable.hpp"

#include "tests/support/faulty_file_system.hpp"
#include "tests/support/memory_file_system.hpp"
#include "tests/support/must.hpp"

namespace slipway {
namespace {

using ::testing::AnyOf;
using ::testing::ElementsAre;
using testing::fail_at_every_step;
using testing::FaultyFileSystem;
using testing::MemoryFileSystem;

TEST(ReplaceAtomically, SurvivesAPowerCut) {
    MemoryFileSystem files;
    MUST(replace_atomically(files, "/a", "old"));

    MUST(replace_atomically(files, "/a", "new"));
    files.crash();

    EXPECT_EQ(files.content("/a"), "new");
    EXPECT_THAT(files.files(), ElementsAre("/a"));
}

TEST(ReplaceAtomically, LeavesTheOldOrTheNewContentWhateverFails) {
    fail_at_every_step([](MemoryFileSystem& memory, FaultyFileSystem& disk, std::size_t skipped) {
        MUST(replace_atomically(disk, "/a", "old"));

        disk.arm(skipped);
        const bool replaced = replace_atomically(disk, "/a", "new").ok();
        disk.disarm();
        memory.crash();

        EXPECT_EQ(memory.content("/a"), replaced ? "new" : "old");
        EXPECT_TRUE(replace_atomically(disk, "/a", "newer").ok());
    });
}

TEST(ReplaceAtomically, WorksBesideATemporaryFileACrashLeft) {
    MemoryFileSystem files;
    const auto torn = MUST(files.create("/a.new", 0600));
    MUST(torn->append("torn"));

    MUST(replace_atomically(files, "/a", "whole"));

    EXPECT_EQ(files.content("/a"), "whole");
    EXPECT_THAT(files.files(), ElementsAre("/a"));
}

TEST(ReplaceAtomically, NeedsTheDirectory) {
    MemoryFileSystem files;

    EXPECT_FAULT(replace_atomically(files, "/none/a", "content"), Fault::not_found);
}

TEST(CreateDurably, SurvivesAPowerCut) {
    MemoryFileSystem files;

    MUST(create_durably(files, "/a", "content"));
    files.crash();

    EXPECT_EQ(files.content("/a"), "content");
}

TEST(CreateDurably, NeverReplaces) {
    MemoryFileSystem files;
    MUST(create_durably(files, "/a", "first"));

    EXPECT_FAULT(create_durably(files, "/a", "second"), Fault::conflict);
    EXPECT_EQ(files.content("/a"), "first");
    EXPECT_THAT(files.files(), ElementsAre("/a"));
}

TEST(CreateDurably, NeverLeavesAPartOfTheFile) {
    fail_at_every_step([](MemoryFileSystem& memory, FaultyFileSystem& disk, std::size_t skipped) {
        disk.arm(skipped);
        const bool created = create_durably(disk, "/a", "content").ok();
        disk.disarm();

        const bool present = MUST(memory.exists("/a"));
        EXPECT_TRUE(present || !created);
        EXPECT_EQ(present ? memory.content("/a") : "content", "content");
    });
}

TEST(MakeDirectories, MakesTheParentsItLacksDurably) {
    MemoryFileSystem files;

    MUST(make_directories(files, "/a/b/c"));
    MUST(make_directories(files, "/a/b/c"));
    files.crash();

    EXPECT_TRUE(MUST(files.exists("/a/b/c")));
}

TEST(MakeDirectories, FailsWhenAParentCannotBeMade) {
    MemoryFileSystem memory;
    FaultyFileSystem disk(memory);

    disk.arm(3, Fault::storage_full);  // exists: /a/b, /a, /; then the first directory

    EXPECT_FAULT(make_directories(disk, "/a/b"), Fault::storage_full);
    EXPECT_FALSE(MUST(memory.exists("/a")));
}

}  // namespace
}  // namespace slipway
