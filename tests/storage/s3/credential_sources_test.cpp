#include "storage/s3/credential_sources.hpp"

#include "tests/support/must.hpp"
#include "tests/support/temp_dir.hpp"

#include <gmock/gmock.h>

#include <map>

namespace slipway::s3 {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

EnvironmentCredentials::Environment environment(std::map<std::string, std::string> variables) {
    return [variables = std::move(variables)](const char* name) -> const char* {
        const auto found = variables.find(name);
        return found == variables.end() ? nullptr : found->second.c_str();
    };
}

TEST(EnvironmentCredentials, AreThreeVariables) {
    const EnvironmentCredentials source(
        environment({{"AWS_ACCESS_KEY_ID", "a"}, {"AWS_SECRET_ACCESS_KEY", "b"}, {"AWS_SESSION_TOKEN", "c"}}));

    EXPECT_EQ(MUST(source.load()), (Credentials{"a", "b", "c"}));
}

TEST(EnvironmentCredentials, AreNamedWhenTheyAreMissing) {
    const auto credentials = EnvironmentCredentials(environment({{"AWS_ACCESS_KEY_ID", "a"}})).load();

    EXPECT_FAULT(credentials, Fault::invalid_input);
    EXPECT_THAT(credentials.error().message(), HasSubstr("AWS_SECRET_ACCESS_KEY in the environment"));
}

TEST(FileCredentials, AreReadAnewEachTime) {
    const testing::TempDir directory;
    const FileCredentials source(directory.path() / "keys", "default");
    directory.write("keys", "[default]\naws_access_key_id=a\naws_secret_access_key=b\n");
    EXPECT_EQ(MUST(source.load()).access_key_id, "a");

    directory.write("keys", "[default]\naws_access_key_id=c\naws_secret_access_key=d\n");

    EXPECT_EQ(MUST(source.load()).access_key_id, "c");
}

TEST(FileCredentials, AreNamedWhenTheyAreMissing) {
    const auto credentials = FileCredentials("/nowhere/keys", "default").load();

    EXPECT_FAULT(credentials, Fault::not_found);
    EXPECT_THAT(credentials.error().message(), HasSubstr("/nowhere/keys"));
}

TEST(CommandCredentials, AreWhatAProgramPrints) {
    const CommandCredentials source({"echo", R"({"Version":1,"AccessKeyId":"a","SecretAccessKey":"b"})"}, 10s);

    EXPECT_EQ(MUST(source.load()), (Credentials{"a", "b"}));
}

TEST(CommandCredentials, NameTheProgramThatPrintsSomethingElse) {
    const auto credentials = CommandCredentials({"echo", "no"}, 10s).load();

    EXPECT_FAULT(credentials, Fault::invalid_input);
    EXPECT_THAT(credentials.error().message(), HasSubstr("echo: "));
}

TEST(CredentialSettings, NameOnePlace) {
    EXPECT_FAULT(source_of({"/etc/keys", "default", {"echo"}}), Fault::invalid_input);
    EXPECT_FAULT(MUST(source_of({"/nowhere/keys", "default", {}}))->load(), Fault::not_found);
    EXPECT_FAULT(MUST(source_of({"", "default", {"echo", "no"}}))->load(), Fault::invalid_input);
}

}  // namespace
}  // namespace slipway::s3
