#include "cli/download.hpp"

#include "base/digest.hpp"
#include "cli/exit_codes.hpp"
#include "tests/cli/fake_server.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temp_dir.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <iterator>

namespace slipway::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class Silence final : public Progress {
public:
    void show(std::uint64_t, std::uint64_t) override {}
    void wipe() override {}
};

NamedPackage hello(const std::string& bytes = "hello world") {
    return {.sha256 = sha256_of(bytes).hex(),
            .name = "hello",
            .version = "1.0",
            .architecture = "all",
            .distro = "deb",
            .size = bytes.size(),
            .path = "/main/deb/pool/h/hello/hello_1.0%2B1_all.deb",
            .url = "https://packages.example.com/main/deb/pool/h/hello/hello_1.0%2B1_all.deb"};
}

class DownloadTest : public ::testing::Test {
protected:
    Result<Fetched> fetched(std::deque<Outcome> outcomes, unsigned retries = 0) {
        server_ = FakeServer(std::move(outcomes));
        Client client(server_, {.retries = retries, .pause = [](auto) {}, .notice = [](const auto&) {}});
        return fetch(client, {hello(), file_}, progress_);
    }
    std::string content() {
        std::ifstream stream(file_, std::ios::binary);
        return std::string(std::istreambuf_iterator<char>(stream), {});
    }
    /// The names in the directory.
    std::vector<std::string> names() {
        std::vector<std::string> names;
        for (const auto& entry : std::filesystem::directory_iterator(directory_.path()))
            names.push_back(entry.path().filename().string());
        return names;
    }
    std::string part() { return "hello.deb." + hello().sha256.substr(0, 16) + ".part"; }

    slipway::testing::TempDir directory_;
    std::filesystem::path file_ = directory_.path() / "hello.deb";
    FakeServer server_{{}};
    Silence progress_;
};

TEST_F(DownloadTest, GivesTheFileItsNameWhenAllIsRight) {
    EXPECT_EQ(MUST(fetched({answered(200, "hello world")})), Fetched::now);

    EXPECT_EQ(content(), "hello world");
    EXPECT_THAT(names(), ElementsAre("hello.deb"));
}

TEST_F(DownloadTest, LeavesNothingOfOtherBytes) {
    EXPECT_FAULT(fetched({answered(200, "hello w0rld")}), Fault::corrupt);
    EXPECT_FAULT(fetched({answered(200, "hello world and more")}), Fault::corrupt);
    EXPECT_FAULT(fetched({answered(200, "hello")}), Fault::corrupt);

    EXPECT_THAT(names(), IsEmpty());
}

TEST_F(DownloadTest, GoesOnAfterTheConnectionBroke) {
    MUST(fetched({interrupted_after("hello "), answered(206, "world")}, 1));

    EXPECT_THAT(server_.asked_from, ElementsAre(0, 6));
    EXPECT_EQ(content(), "hello world");
}

TEST_F(DownloadTest, GoesOnWithWhatAnEarlierRunHasLeft) {
    EXPECT_FAULT(fetched({interrupted_after("hello ")}), Fault::cancelled);
    EXPECT_THAT(names(), ElementsAre(part()));

    MUST(fetched({answered(206, "world")}));

    EXPECT_THAT(server_.asked_from, ElementsAre(6));
    EXPECT_EQ(content(), "hello world");
    EXPECT_THAT(names(), ElementsAre("hello.deb"));
}

TEST_F(DownloadTest, TakesAllFromAServerThatDoesNotGoOn) {
    directory_.write(part(), "hello ");

    MUST(fetched({answered(200, "hello world")}));

    EXPECT_EQ(content(), "hello world");
}

TEST_F(DownloadTest, BeginsAnewWhereTheBeginningWasWrong) {
    directory_.write(part(), "HELLO ");

    MUST(fetched({answered(206, "world"), answered(200, "hello world")}));

    EXPECT_THAT(server_.asked_from, ElementsAre(6, 0));
    EXPECT_EQ(content(), "hello world");
}

TEST_F(DownloadTest, AsksForNothingThatIsThere) {
    directory_.write("hello.deb", "hello world");

    EXPECT_EQ(MUST(fetched({})), Fetched::before);
    EXPECT_THAT(server_.requests, IsEmpty());
}

TEST_F(DownloadTest, ReplacesAnotherFileOfThatName) {
    directory_.write("hello.deb", "an older one");

    EXPECT_EQ(MUST(fetched({answered(200, "hello world")})), Fetched::now);
    EXPECT_EQ(content(), "hello world");
}

TEST_F(DownloadTest, KeepsNothingOfWhatIsRefused) {
    directory_.write(part(), "hello ");

    EXPECT_FAULT(fetched({answered(410, R"({"type":"/problems/purged","code":"purged"})")}), Fault::gone);
    EXPECT_THAT(names(), IsEmpty());
}

TEST(DownloadPlace, IsNamedAsOnTheServer) {
    const auto downloads = MUST(into_directory({hello(), hello()}, "/tmp/x"));

    ASSERT_THAT(downloads, ::testing::SizeIs(1));
    EXPECT_EQ(downloads[0].file, "/tmp/x/hello_1.0+1_all.deb");
}

TEST(DownloadPlace, NeverLeadsOutOfTheDirectory) {
    for (const auto* path : {"", "/a/", "/a/..", "/a/%2e%2e", "/a/..%2Fb", "/a/%1b[2J"}) {
        auto package = hello();
        package.path = path;
        EXPECT_FAULT(into_directory({package}, "."), Fault::internal);
    }
}

TEST(DownloadPlace, IsForOnePackageOnly) {
    const auto into_one_directory = into_directory({hello("a"), hello("b")}, ".");
    ASSERT_FALSE(into_one_directory.ok());
    EXPECT_EQ(exit_code_of(into_one_directory.error()), exit_code::usage);
    EXPECT_THAT(into_one_directory.error().message(), HasSubstr("\n  hello=1.0:all (deb)  "));
    const auto into_one_file = into_file({hello("a"), hello("b")}, "hello.deb");
    ASSERT_FALSE(into_one_file.ok());
    EXPECT_EQ(exit_code_of(into_one_file.error()), exit_code::usage);
}

TEST(DownloadPlace, IsAFileAndNoDirectory) {
    EXPECT_FAULT(into_file({hello()}, "/dev/null"), Fault::invalid_input);
    EXPECT_FAULT(into_file({hello()}, "/"), Fault::invalid_input);
}

}  // namespace
}  // namespace slipway::cli
