#include "storage/s3/credential_texts.hpp"

#include "tests/support/must.hpp"

#include <gmock/gmock.h>

namespace slipway::s3 {
namespace {

using namespace std::chrono;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* two_profiles = R"(# of the AWS command line
[default]
aws_access_key_id = AKIAIOSFODNN7EXAMPLE
aws_secret_access_key=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
region = eu-central-1

; temporary ones
[ packages ]
aws_access_key_id = ASIAEXAMPLE
aws_secret_access_key = secret=with=signs
aws_session_token = token==
)";

TEST(CredentialsFile, HasProfiles) {
    const auto usual = MUST(parse_credentials_file(two_profiles, "default"));
    const auto temporary = MUST(parse_credentials_file(two_profiles, "packages"));

    EXPECT_EQ(usual, (Credentials{"AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"}));
    EXPECT_EQ(temporary, (Credentials{"ASIAEXAMPLE", "secret=with=signs", "token=="}));
}

TEST(CredentialsFile, MayHaveLinesOfWindows) {
    EXPECT_EQ(
        MUST(parse_credentials_file("[default]\r\naws_access_key_id = a\r\naws_secret_access_key = b\r\n", "default")),
        (Credentials{"a", "b"}));
}

struct WrongText {
    const char* because;
    const char* text;
    const char* said;
};

class CredentialsFileThatIs : public ::testing::TestWithParam<WrongText> {};

TEST_P(CredentialsFileThatIs, IsRefusedWithoutTellingSecrets) {
    const auto credentials = parse_credentials_file(GetParam().text, "default");

    EXPECT_FAULT(credentials, Fault::invalid_input);
    EXPECT_THAT(credentials.error().message(), HasSubstr(GetParam().said));
    EXPECT_THAT(credentials.error().message(), Not(HasSubstr("hidden")));
}

INSTANTIATE_TEST_SUITE_P(
    , CredentialsFileThatIs,
    ::testing::Values(
        WrongText{"Empty", "", "no profile [default]"},
        WrongText{"OfAnotherProfile", "[x]\naws_access_key_id=a\naws_secret_access_key=hidden", "no profile"},
        WrongText{"WithoutSecret", "[default]\naws_access_key_id = a", "the secret access key is missing"},
        WrongText{"WithoutId", "[default]\naws_secret_access_key = hidden", "the access key id is missing"},
        WrongText{"NoFileOfThatForm", "[default]\nhidden", "line 2"},
        WrongText{"WithABlankInASecret", "[default]\naws_access_key_id=a\naws_secret_access_key=hidden x", "a blank"}),
    [](const auto& row) { return row.param.because; });

TEST(ProcessOutput, HasCredentialsAndWhenTheyExpire) {
    const auto credentials = MUST(parse_process_output(R"({"Version": 1, "AccessKeyId": "ASIAEXAMPLE",
        "SecretAccessKey": "secret", "SessionToken": "token", "Expiration": "2026-11-22T16:01:02Z", "More": []})"));

    EXPECT_EQ(credentials.access_key_id, "ASIAEXAMPLE");
    EXPECT_EQ(credentials.session_token, "token");
    EXPECT_EQ(credentials.expires_at, sys_days(2026y / November / 22) + 16h + 1min + 2s);
}

TEST(ProcessOutput, MayBeCredentialsThatStay) {
    const auto credentials =
        MUST(parse_process_output(R"({"Version":1,"AccessKeyId":"a","SecretAccessKey":"b","SessionToken":null})"));

    EXPECT_EQ(credentials, (Credentials{"a", "b"}));
}

class ProcessOutputThatIs : public ::testing::TestWithParam<WrongText> {};

TEST_P(ProcessOutputThatIs, IsRefusedWithoutTellingSecrets) {
    const auto credentials = parse_process_output(GetParam().text);

    EXPECT_FAULT(credentials, Fault::invalid_input);
    EXPECT_THAT(credentials.error().message(), HasSubstr(GetParam().said));
    EXPECT_THAT(credentials.error().message(), Not(HasSubstr("hidden")));
}

INSTANTIATE_TEST_SUITE_P(
    , ProcessOutputThatIs,
    ::testing::Values(
        WrongText{"Empty", "", "JSON object"}, WrongText{"AList", "[]", "JSON object"},
        WrongText{"Text", "hidden", "JSON object"},
        WrongText{"OfNoVersion", R"({"AccessKeyId":"a","SecretAccessKey":"hidden"})", "Version"},
        WrongText{"OfAnotherVersion", R"({"Version":2,"AccessKeyId":"a","SecretAccessKey":"hidden"})", "Version"},
        WrongText{"WithoutSecret", R"({"Version":1,"AccessKeyId":"a"})", "the secret access key is missing"},
        WrongText{"WithANumber", R"({"Version":1,"AccessKeyId":7,"SecretAccessKey":"hidden"})", "AccessKeyId"},
        WrongText{"WithAWrongTime",
                  R"({"Version":1,"AccessKeyId":"a","SecretAccessKey":"hidden","Expiration":"tomorrow"})",
                  "Expiration"}),
    [](const auto& row) { return row.param.because; });

}  // namespace
}  // namespace slipway::s3
