#pragma once

#include "base/files/file_system.hpp"
#include "tests/support/must.hpp"

#include <gmock/gmock.h>

namespace slipway::testing {

/// What every FileSystem promises. A `Place` is default-constructible and has `files()`, the file system under test,
/// and `root()`, an empty directory in it. Instantiate with INSTANTIATE_TYPED_TEST_SUITE_P(Name, FileSystemContract,
/// Place).
template <class Place>
class FileSystemContract : public ::testing::Test {
protected:
    FileSystem& files() { return place_.files(); }
    Path at(const std::string& name) { return place_.root() / name; }
    std::unique_ptr<File> create(const std::string& name, const std::string& content) {
        auto file = MUST(files().create(at(name), 0600));
        MUST(file->append(content));
        return file;
    }
    std::string read_all(const std::string& name) {
        const auto file = MUST(files().open_to_read(at(name)));
        return MUST(file->read(0, 1000));
    }

    Place place_;
};

TYPED_TEST_SUITE_P(FileSystemContract);

TYPED_TEST_P(FileSystemContract, WhatWasAppendedIsReadFromAnyOffset) {
    const auto file = this->create("a", "hello ");

    MUST(file->append("world"));

    EXPECT_EQ(MUST(file->read(0, 100)), "hello world");
    EXPECT_EQ(MUST(file->read(6, 3)), "wor");
    EXPECT_EQ(MUST(file->read(100, 3)), "");
    EXPECT_EQ(MUST(file->size()), 11U);
}

TYPED_TEST_P(FileSystemContract, AppendingGoesOnWhereAnOpenedFileEnds) {
    this->create("a", "one ");

    const auto file = MUST(this->files().open_to_append(this->at("a")));
    MUST(file->append("two"));

    EXPECT_EQ(this->read_all("a"), "one two");
}

TYPED_TEST_P(FileSystemContract, TruncatingMovesTheEndWhereAppendGoesOn) {
    const auto file = this->create("a", "one two");

    MUST(file->truncate(4));
    MUST(file->append("three"));

    EXPECT_EQ(this->read_all("a"), "one three");
}

TYPED_TEST_P(FileSystemContract, CreatingAFileThatExistsIsAConflict) {
    this->create("a", "first");

    EXPECT_FAULT(this->files().create(this->at("a"), 0600), Fault::conflict);
    EXPECT_EQ(this->read_all("a"), "first");
}

TYPED_TEST_P(FileSystemContract, AFileOpenedToReadCannotBeWritten) {
    this->create("a", "first");

    const auto file = MUST(this->files().open_to_read(this->at("a")));

    EXPECT_FAULT(file->append("second"), Fault::io);
    EXPECT_EQ(this->read_all("a"), "first");
}

TYPED_TEST_P(FileSystemContract, WhatDoesNotExistIsNotFound) {
    EXPECT_FAULT(this->files().open_to_read(this->at("a")), Fault::not_found);
    EXPECT_FAULT(this->files().open_to_append(this->at("a")), Fault::not_found);
    EXPECT_FAULT(this->files().remove(this->at("a")), Fault::not_found);
    EXPECT_FAULT(this->files().rename(this->at("a"), this->at("b")), Fault::not_found);
    EXPECT_FAULT(this->files().link(this->at("a"), this->at("b")), Fault::not_found);
    EXPECT_FAULT(this->files().status(this->at("a")), Fault::not_found);
    EXPECT_FAULT(this->files().list(this->at("a")), Fault::not_found);
    EXPECT_FAULT(this->files().sync_directory(this->at("a")), Fault::not_found);
    EXPECT_FAULT(this->files().create(this->at("a/b"), 0600), Fault::not_found);
    EXPECT_FALSE(MUST(this->files().exists(this->at("a"))));
}

TYPED_TEST_P(FileSystemContract, ErrorsNameThePath) {
    const auto missing = this->files().open_to_read(this->at("missing"));

    EXPECT_THAT(missing.error().message(), ::testing::HasSubstr(this->at("missing").string()));
}

TYPED_TEST_P(FileSystemContract, LinkAddsANameAndNeverReplacesOne) {
    this->create("a", "first");
    this->create("b", "second");

    EXPECT_FAULT(this->files().link(this->at("a"), this->at("b")), Fault::conflict);
    MUST(this->files().link(this->at("a"), this->at("c")));
    MUST(this->files().remove(this->at("a")));

    EXPECT_EQ(this->read_all("b"), "second");
    EXPECT_EQ(this->read_all("c"), "first");
}

TYPED_TEST_P(FileSystemContract, RenameReplaces) {
    this->create("a", "new");
    this->create("b", "old");

    MUST(this->files().rename(this->at("a"), this->at("b")));

    EXPECT_EQ(this->read_all("b"), "new");
    EXPECT_FALSE(MUST(this->files().exists(this->at("a"))));
}

TYPED_TEST_P(FileSystemContract, AnOpenFileOutlivesItsName) {
    const auto file = this->create("a", "still here");

    MUST(this->files().remove(this->at("a")));

    EXPECT_EQ(MUST(file->read(0, 100)), "still here");
}

TYPED_TEST_P(FileSystemContract, DirectoriesListTheirNames) {
    MUST(this->files().make_directory(this->at("d"), 0700));
    this->create("d/a", "");
    MUST(this->files().make_directory(this->at("d/b"), 0700));

    EXPECT_THAT(MUST(this->files().list(this->at("d"))), ::testing::UnorderedElementsAre("a", "b"));
    EXPECT_FAULT(this->files().make_directory(this->at("d"), 0700), Fault::conflict);
    EXPECT_TRUE(MUST(this->files().exists(this->at("d/b"))));
}

TYPED_TEST_P(FileSystemContract, StatusTellsSizeAndTimesOfTheLastChanges) {
    const auto before = std::chrono::system_clock::now() - std::chrono::seconds(2);
    this->create("a", "12345");
    const auto written = MUST(this->files().status(this->at("a")));

    MUST(this->files().link(this->at("a"), this->at("b")));
    const auto linked = MUST(this->files().status(this->at("a")));

    EXPECT_EQ(written.size, 5U);
    EXPECT_GT(written.modified_at, before);
    EXPECT_LE(written.modified_at, written.changed_at);
    EXPECT_LT(written.changed_at, std::chrono::system_clock::now() + std::chrono::seconds(2));
    EXPECT_EQ(linked.modified_at, written.modified_at) << "a name is no content";
    EXPECT_GE(linked.changed_at, written.changed_at);
}

TYPED_TEST_P(FileSystemContract, SyncingFilesAndDirectoriesSucceeds) {
    const auto file = this->create("a", "bytes");

    EXPECT_TRUE(file->sync().ok());
    EXPECT_TRUE(this->files().sync_directory(this->at("")).ok());
    EXPECT_TRUE(MUST(this->files().sync_point(this->at("")))->sync().ok());
    EXPECT_FAULT(this->files().sync_point(this->at("missing")), Fault::not_found);
    EXPECT_GT(MUST(this->files().free_bytes(this->at(""))), 0U);
}

REGISTER_TYPED_TEST_SUITE_P(FileSystemContract, WhatWasAppendedIsReadFromAnyOffset,
                            AppendingGoesOnWhereAnOpenedFileEnds, TruncatingMovesTheEndWhereAppendGoesOn,
                            CreatingAFileThatExistsIsAConflict, AFileOpenedToReadCannotBeWritten,
                            WhatDoesNotExistIsNotFound, ErrorsNameThePath, LinkAddsANameAndNeverReplacesOne,
                            RenameReplaces, AnOpenFileOutlivesItsName, DirectoriesListTheirNames,
                            StatusTellsSizeAndTimesOfTheLastChanges, SyncingFilesAndDirectoriesSucceeds);

}  // namespace slipway::testing
