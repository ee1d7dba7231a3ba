#include "base/files/posix_file_system.hpp"
#include "tests/contracts/file_system_contract.hpp"
#include "tests/support/faulty_file_system.hpp"
#include "tests/support/memory_file_system.hpp"
#include "tests/support/temp_dir.hpp"

#include <fcntl.h>
#include <sys/resource.h>

namespace slipway::testing {
namespace {

class OnDisk {
public:
    FileSystem& files() { return files_; }
    Path root() const { return directory_.path(); }

private:
    TempDir directory_;
    PosixFileSystem files_;
};

class InMemory {
public:
    InMemory() { MUST(files_.make_directory("/root", 0700)); }
    FileSystem& files() { return files_; }
    Path root() const { return "/root"; }

private:
    MemoryFileSystem files_;
};

class Disarmed {
public:
    Disarmed() { MUST(memory_.make_directory("/root", 0700)); }
    FileSystem& files() { return files_; }
    Path root() const { return "/root"; }

private:
    MemoryFileSystem memory_;
    FaultyFileSystem files_{memory_};
};

INSTANTIATE_TYPED_TEST_SUITE_P(Posix, FileSystemContract, OnDisk);
INSTANTIATE_TYPED_TEST_SUITE_P(Memory, FileSystemContract, InMemory);
INSTANTIATE_TYPED_TEST_SUITE_P(DisarmedFaulty, FileSystemContract, Disarmed);

TEST(PosixFileSystem, NamesVerbPathAndTheSystemsWords) {
    PosixFileSystem files;

    const auto failed = files.create("/proc/none/file", 0600);

    EXPECT_EQ(failed.error().message(), "create /proc/none/file: No such file or directory");
}

TEST(PosixFileSystem, WantOfDescriptorsSaysNothingOfTheFile) {
    PosixFileSystem files;
    rlimit before{};
    ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
    const rlimit none{0, before.rlim_max};
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &none), 0);

    const auto failed = files.open_to_read("/dev/null");
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &before), 0);

    EXPECT_FAULT(failed, Fault::busy);
}

TEST(PosixFileSystem, AFullDeviceIsStorageFull) {
    PosixFileSystem files;
    const auto full = MUST(files.open_to_append("/dev/full"));

    EXPECT_FAULT(full->append("bytes"), Fault::storage_full);
}

TEST(PosixFileSystem, FilesGetTheirModeAndCloseOnExec) {
    const TempDir directory;
    PosixFileSystem files;

    const auto file = MUST(files.create(directory.path() / "a", 0600));

    using std::filesystem::perms;
    EXPECT_EQ(std::filesystem::status(directory.path() / "a").permissions(), perms::owner_read | perms::owner_write);
    EXPECT_EQ(::fcntl(file->descriptor(), F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
}

TEST(MemoryFileSystem, ACrashDropsContentThatWasNotSynced) {
    MemoryFileSystem files;
    const auto file = MUST(files.create("/a", 0600));
    MUST(file->append("synced"));
    MUST(file->sync());
    MUST(files.sync_directory("/"));
    MUST(file->append(" and lost"));

    files.crash();

    EXPECT_EQ(files.content("/a"), "synced");
}

TEST(MemoryFileSystem, ACrashDropsNamesWhoseDirectoryWasNotSynced) {
    MemoryFileSystem files;
    MUST(files.create("/a", 0600));
    MUST(files.sync_directory("/"));
    const auto file = MUST(files.create("/b", 0600));
    MUST(file->sync());
    MUST(files.remove("/a"));

    files.crash();

    EXPECT_THAT(files.files(), ::testing::ElementsAre("/a"));
}

TEST(FaultyFileSystem, FailsTheChosenOperationOnce) {
    MemoryFileSystem memory;
    FaultyFileSystem disk(memory);

    disk.arm(1, Fault::storage_full);

    EXPECT_TRUE(disk.make_directory("/a", 0700).ok());
    EXPECT_FAULT(disk.make_directory("/b", 0700), Fault::storage_full);
    EXPECT_TRUE(disk.make_directory("/b", 0700).ok());
    EXPECT_TRUE(disk.sprung());
}

TEST(FaultyFileSystem, AFailingAppendWritesAPart) {
    MemoryFileSystem memory;
    FaultyFileSystem disk(memory);
    const auto file = MUST(disk.create("/a", 0600));

    disk.arm(0);

    EXPECT_FAULT(file->append("12345678"), Fault::io);
    EXPECT_EQ(memory.content("/a"), "1234");
}

}  // namespace
}  // namespace slipway::testing
