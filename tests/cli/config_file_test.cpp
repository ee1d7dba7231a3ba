#include "cli/config_file.hpp"

#include "base/files/posix_file_system.hpp"
#include "cli/exit_codes.hpp"
#include "tests/support/faulty_file_system.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temp_dir.hpp"

#include <gmock/gmock.h>

#include <sys/stat.h>

namespace slipway::cli {
namespace {

using ::testing::HasSubstr;

class ConfigFileTest : public ::testing::Test {
protected:
    std::filesystem::path file(const std::string& toml, mode_t mode = 0600) {
        const auto path = directory_.write("config.toml", toml);
        ::chmod(path.c_str(), mode);
        return path;
    }
    mode_t mode_of(const std::filesystem::path& path) {
        struct stat status {};
        EXPECT_EQ(::stat(path.c_str(), &status), 0);
        return status.st_mode & 07777;
    }
    void expect_wrong(const Result<std::optional<Settings>>& read, const std::string& message) {
        ASSERT_FALSE(read.ok());
        EXPECT_EQ(exit_code_of(read.error()), exit_code::config);
        EXPECT_THAT(read.error().message(), HasSubstr(message));
    }

    PosixFileSystem files_;
    slipway::testing::TempDir directory_;
};

TEST_F(ConfigFileTest, GivesBackWhatWasWritten) {
    const auto path = directory_.path() / "new/folder/config.toml";

    MUST(write_config_file(files_, path, {"https://a.example", "slw_\"quoted'", "/ca.pem"}));

    const auto settings = MUST(read_config_file(path)).value();
    EXPECT_EQ(settings.server, "https://a.example");
    EXPECT_EQ(settings.token, "slw_\"quoted'");
    EXPECT_EQ(settings.ca_file, "/ca.pem");
}

TEST_F(ConfigFileTest, IsWrittenForItsOwnerAloneWhateverItWasBefore) {
    const auto path = file("old", 0644);

    MUST(write_config_file(files_, path, {"https://a.example", "slw_x", ""}));

    EXPECT_EQ(mode_of(path), 0600U);
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(directory_.path()), {}), 1);
}

TEST_F(ConfigFileTest, OpenToOthersIsRefused) {
    for (const mode_t mode : {0644U, 0640U, 0620U, 0602U})
        expect_wrong(read_config_file(file("server = 'https://a.example'", mode)), "chmod 600");
}

TEST_F(ConfigFileTest, MayBeMissing) {
    EXPECT_FALSE(MUST(read_config_file(directory_.path() / "nothing")).has_value());
    EXPECT_FALSE(MUST(read_config_file(directory_.path() / "no/folder/either")).has_value());
}

TEST_F(ConfigFileTest, WithAMistakeIsRefusedByLineAndKey) {
    expect_wrong(read_config_file(file("\nsever = 'x'")), "config.toml:2: sever: unknown key");
    expect_wrong(read_config_file(file("server = 1")), "config.toml:1: server: expected a string");
    expect_wrong(read_config_file(file("server = \n")), "config.toml:1: ");
    expect_wrong(read_config_file(file("token = 'x'")), "server is missing");
    expect_wrong(read_config_file(file("server = 'ftp://a'")), "is not the URL of a server");
}

TEST_F(ConfigFileTest, IsTheOldOneOrTheNewOneWhicheverOperationFails) {
    using slipway::testing::FaultyFileSystem;
    using slipway::testing::MemoryFileSystem;
    slipway::testing::fail_at_every_step([](MemoryFileSystem& memory, FaultyFileSystem& disk, std::size_t skipped) {
        MUST(write_config_file(disk, "/home/config.toml", {"https://old.example", "slw_old", ""}));

        disk.arm(skipped);
        const bool written = write_config_file(disk, "/home/config.toml", {"https://new.example", "slw_new", ""}).ok();
        disk.disarm();
        memory.crash();

        EXPECT_THAT(memory.content("/home/config.toml"), HasSubstr(written ? "slw_new" : "slw_old"));
    });
}

TEST_F(ConfigFileTest, CannotBeWrittenIntoAFile) {
    EXPECT_FAULT(write_config_file(files_, file("") / "config.toml", {"https://a.example", "", ""}), Fault::io);
}

}  // namespace
}  // namespace slipway::cli
