#include "cli/settings.hpp"

#include "cli/exit_codes.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temp_dir.hpp"

#include <gmock/gmock.h>

#include <map>
#include <sys/stat.h>

namespace slipway::cli {
namespace {

using ::testing::HasSubstr;

class SettingsTest : public ::testing::Test {
protected:
    SettingsTest() { variables_["HOME"] = directory_.path().string(); }

    Result<Settings> resolved() { return resolve(options_, environment_); }
    /// The file that 'slipway login' writes.
    void keep(const std::string& toml) {
        const auto path = directory_.write(".config/slipway/config.toml", toml);
        ::chmod(path.c_str(), 0600);
    }
    void expect_exit(const Result<Settings>& settings, int code, const std::string& message) {
        ASSERT_FALSE(settings.ok());
        EXPECT_EQ(exit_code_of(settings.error()), code);
        EXPECT_THAT(settings.error().message(), HasSubstr(message));
    }

    slipway::testing::TempDir directory_;
    std::map<std::string, std::string> variables_;
    Environment environment_ = [this](const char* name) -> const char* {
        const auto found = variables_.find(name);
        return found == variables_.end() ? nullptr : found->second.c_str();
    };
    GlobalOptions options_;
};

TEST_F(SettingsTest, ComeFromTheConfigurationFile) {
    keep("server = 'https://a.example/'\ntoken = 'slw_file'\nca_file = '/ca.pem'\n");

    const auto settings = MUST(resolved());

    EXPECT_EQ(settings.server, "https://a.example");
    EXPECT_EQ(settings.token, "slw_file");
    EXPECT_EQ(settings.ca_file, "/ca.pem");
}

TEST_F(SettingsTest, OfTheEnvironmentBeatThoseOfTheFile) {
    keep("server = 'https://a.example'\ntoken = 'slw_file'\n");
    variables_["SLIPWAY_TOKEN"] = "slw_environment";
    variables_["SLIPWAY_CA_FILE"] = "/other.pem";

    const auto settings = MUST(resolved());

    EXPECT_EQ(settings.server, "https://a.example");
    EXPECT_EQ(settings.token, "slw_environment");
    EXPECT_EQ(settings.ca_file, "/other.pem");
}

TEST_F(SettingsTest, OfTheCommandLineBeatAllOthers) {
    keep("server = 'https://a.example'\ntoken = 'slw_file'\n");
    variables_["SLIPWAY_URL"] = "https://b.example";
    variables_["SLIPWAY_TOKEN"] = "slw_environment";
    options_.server = "http://127.0.0.1:8080/base/";
    options_.token = "slw_flag";

    const auto settings = MUST(resolved());

    EXPECT_EQ(settings.server, "http://127.0.0.1:8080/base");
    EXPECT_EQ(settings.token, "slw_flag");
}

TEST_F(SettingsTest, NeverSendATokenOfTheFileToAnotherServer) {
    keep("server = 'https://a.example'\ntoken = 'slw_file'\nca_file = '/ca.pem'\n");
    options_.server = "https://a.example.evil.example";

    const auto settings = MUST(resolved());

    EXPECT_EQ(settings.token, "");
    EXPECT_EQ(settings.ca_file, "");
}

TEST_F(SettingsTest, NeedNoFileWhenAllIsGiven) {
    variables_ = {{"SLIPWAY_URL", "https://a.example"}, {"SLIPWAY_TOKEN", "slw_x"}};

    EXPECT_EQ(MUST(resolved()).server, "https://a.example");
}

TEST_F(SettingsTest, TakeATokenFromTheFirstLineOfAFile) {
    options_.server = "https://a.example";
    options_.token_file = directory_.write("token", "slw_kept \r\nanything\n").string();

    EXPECT_EQ(MUST(resolved()).token, "slw_kept");
}

TEST_F(SettingsTest, RefuseATokenThatCouldEndItsHeaderField) {
    variables_["SLIPWAY_URL"] = "https://a.example";
    variables_["SLIPWAY_TOKEN"] = "slw_x\r\nHost: b.example";

    expect_exit(resolved(), exit_code::config, "no token has");
}

TEST_F(SettingsTest, WithoutAServerSayHowToNameOne) { expect_exit(resolved(), exit_code::config, "slipway login"); }

TEST_F(SettingsTest, RefuseAFileThatIsNamedAndMissing) {
    options_.server = "https://a.example";
    options_.config_file = "/nonexistent/config.toml";

    expect_exit(resolved(), exit_code::config, "/nonexistent/config.toml: no such file");
}

TEST_F(SettingsTest, RefuseATokenFileThatIsMissingOrEmpty) {
    options_.token_file = "/nonexistent/token";
    expect_exit(resolved(), exit_code::no_input, "/nonexistent/token");
    options_.token_file = directory_.write("empty", "\n").string();
    expect_exit(resolved(), exit_code::config, "holds no token");
}

TEST(ServerUrl, IsHttpOrHttpsWithoutUserQueryOrFragment) {
    for (const auto* url :
         {"", "packages.example.com", "ftp://a.example", "https://", "https:///x", "https://u:p@a.example",
          "https://a.example?x", "https://a.example/#x", "https://a .example"})
        EXPECT_FAULT(parse_server(url), Fault::invalid_input);
}

TEST(PlainHttp, IsOnlySafeOnThisMachine) {
    EXPECT_TRUE(is_open_to_listeners("http://packages.example.com"));
    EXPECT_TRUE(is_open_to_listeners("http://localhost.example.com/"));
    EXPECT_TRUE(is_open_to_listeners("http://192.168.0.1:8080"));
    for (const auto* url : {"https://a.example", "http://127.0.0.1:80/x", "http://localhost:8080", "http://[::1]:8080"})
        EXPECT_FALSE(is_open_to_listeners(url)) << url;
}

TEST_F(SettingsTest, AreKeptWhereXdgSays) {
    EXPECT_EQ(MUST(config_path(options_, environment_)), directory_.path() / ".config/slipway/config.toml");
    variables_["XDG_CONFIG_HOME"] = "/xdg";
    EXPECT_EQ(MUST(config_path(options_, environment_)), "/xdg/slipway/config.toml");
    variables_["SLIPWAY_CONFIG"] = "/variable.toml";
    EXPECT_EQ(MUST(config_path(options_, environment_)), "/variable.toml");
    options_.config_file = "/flag.toml";
    EXPECT_EQ(MUST(config_path(options_, environment_)), "/flag.toml");
}

}  // namespace
}  // namespace slipway::cli
