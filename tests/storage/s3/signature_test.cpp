// The facts are AWS's: the signing test suite (tests/aws-signing-test-suite/v4 of github.com/awslabs/aws-c-auth, which
// took over aws-sig-v4-test-suite) and the examples of the Amazon S3 API Reference, "Authenticating Requests". Cases of
// the suite in which paths are normalised are left out: S3 does not.
#include "storage/s3/signature.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace slipway::s3 {
namespace {

using namespace std::chrono;
using ::testing::EndsWith;
using ::testing::HasSubstr;

constexpr const char* of_nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
constexpr const char* long_token =
    "AQoDYXdzEPT//////////"
    "wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7"
    "mSEI/qkPpKPi/"
    "kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d"
    "+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA==";
constexpr const char* unreserved = "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

const Scope scope_of_the_suite{sys_days(2015y / August / 30) + 12h + 36min, "us-east-1", "service"};

struct OfTheSuite {
    const char* name;
    Signable request;
    const char* by_fields;
    const char* by_query;
    const char* session_token = "";
};

Signable a_request(const char* method, std::string path, Parameters query = {}, Fields more_fields = {}) {
    Signable request{method, std::move(path), std::move(query), {{"host", "example.amazonaws.com"}}, of_nothing};
    for (auto& field : more_fields) request.fields.push_back(std::move(field));
    return request;
}

class SigningSuite : public ::testing::TestWithParam<OfTheSuite> {
protected:
    static Credentials credentials() {
        return {"AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", GetParam().session_token};
    }
};

TEST_P(SigningSuite, SignsByFieldsAsPublished) {
    const auto fields = signed_fields(GetParam().request, credentials(), scope_of_the_suite);

    EXPECT_EQ(fields.back().first, "authorization");
    EXPECT_THAT(fields.back().second, EndsWith(std::string("Signature=") + GetParam().by_fields));
}

TEST_P(SigningSuite, SignsByTheQueryAsPublished) {
    const auto query = presigned_query(GetParam().request, credentials(), scope_of_the_suite, 1h);

    EXPECT_THAT(query, EndsWith(std::string("&X-Amz-Signature=") + GetParam().by_query));
}

INSTANTIATE_TEST_SUITE_P(
    , SigningSuite,
    ::testing::Values(
        OfTheSuite{"GetVanilla", a_request("GET", "/"),
                   "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
                   "e93c787ed7f371d5c6b165c1b38ede9550f4dce4144713e844b25b7192d3865d"},
        OfTheSuite{"GetUnreserved", a_request("GET", std::string("/") + unreserved),
                   "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f",
                   "95968482db1b9e0fadef6efc1bd24689f77c77d9ef56919c96a28cc92e0d6005"},
        OfTheSuite{"GetUtf8", a_request("GET", uri_encode_path("/\u1234")),
                   "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85",
                   "10eae3f14a260bd3911cc6d008d3c576d143b05b62f09782a7a4b37f52178e44"},
        OfTheSuite{
            "GetHeaderKeyDuplicate",
            a_request("GET", "/", {}, {{"my-header1", "value2"}, {"my-header1", "value2"}, {"my-header1", "value1"}}),
            "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea",
            "3349ee0b81b4b589da0ff28a395c3591e04de515651dd74f298fa992d1507a97"},
        OfTheSuite{"GetHeaderValueOrder",
                   a_request("GET", "/", {},
                             {{"my-header1", "value4"},
                              {"my-header1", "value1"},
                              {"my-header1", "value3"},
                              {"my-header1", "value2"}}),
                   "08c7e5a9acfcfeb3ab6b2185e75ce8b1deb5e634ec47601a50643f830c755c01",
                   "313720e71ca6202fdcfa9b20f88de01a4eb0638a83c833b1c184359a4eda864e"},
        OfTheSuite{"GetHeaderValueTrim",
                   a_request("GET", "/", {}, {{"my-header1", "value1"}, {"my-header2", " \"a   b   c\""}}),
                   "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736",
                   "e7bb0fd515e125e1aec2ecc4c0c17484fb06f6846b927c35e46005dd3df3acd4"},
        OfTheSuite{"GetVanillaQueryOrderKeyCase", a_request("GET", "/", {{"Param2", "value2"}, {"Param1", "value1"}}),
                   "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
                   "86012e2c9ad4d77369f5d81c11f75158aae4f895a085212cc6d3f923d300bed5"},
        OfTheSuite{"GetVanillaQueryOrderEncoded",
                   a_request("GET", "/", {{"Param-3", "Value3"}, {"Param", "Value2"}, {"\u1234", "Value1"}}),
                   "371d3713e185cc334048618a97f809c9ffe339c62934c032af5a0e595648fcac",
                   "c5f1848ceec943ac2ca68ee720460c23aaae30a2300586597ada94c4a65e4787"},
        OfTheSuite{"GetVanillaQueryUnreserved", a_request("GET", "/", {{unreserved, unreserved}}),
                   "9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197",
                   "8e76a88a7433637b12778d5592799b29ad21ecd6cf6325051c21d86f0acda2bf"},
        OfTheSuite{"GetVanillaUtf8Query", a_request("GET", "/", {{"\u1234", "bar"}}),
                   "2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04",
                   "0bdd809b1519ac4f0c1dc3540e2cc46bd0c7f778eda408b2ebf3b913d21ff600"},
        OfTheSuite{"GetVanillaWithSessionToken", a_request("GET", "/"),
                   "07ec1639c89043aa0e3e2de82b96708f198cceab042d4a97044c66dd9f74e7f8",
                   "7ff2b50b376cb4d151970630573d6291dc128cc5c2a12ffb237f73cc53f67b6c",
                   "6e86291e8372ff2a2260956d9b8aae1d763fbf315fa00fa31553b73ebf194267"},
        OfTheSuite{"PostStsHeaderBefore", a_request("POST", "/"),
                   "85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead",
                   "46c2e3c63c1dbe7d39f8ada16fe7f001c1f56c5791441565323677f96308871c", long_token}),
    [](const auto& row) { return row.param.name; });

// post-x-www-form-urlencoded of the suite, in which the body is signed.
TEST(Signature, CoversAKnownDigestOfTheBody) {
    const std::string hash = "9095672bbd1f56dfc5b65f3e153adc8731a4a654192329106275f4c7b24d0b6e";
    auto request = a_request("POST", "/", {},
                             {{"content-type", "application/x-www-form-urlencoded"},
                              {"content-length", "13"},
                              {"x-amz-content-sha256", hash}});
    request.payload_hash = hash;

    const auto fields =
        signed_fields(request, {"AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"}, scope_of_the_suite);

    EXPECT_THAT(fields.back().second,
                EndsWith("Signature=d3875051da38690788ef43de4db0d8f280229d82040bfac253562e56c3f20e0b"));
}

TEST(Signature, SendsTheSessionTokenAndSignsIt) {
    const auto fields = signed_fields(a_request("GET", "/"), {"id", "secret", "token"}, scope_of_the_suite);

    EXPECT_THAT(fields, ::testing::Contains(Fields::value_type("x-amz-security-token", "token")));
    EXPECT_THAT(fields.back().second, HasSubstr("SignedHeaders=host;x-amz-date;x-amz-security-token,"));
}

const Credentials of_the_s3_examples{"AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"};
const Scope scope_of_the_s3_examples{sys_days(2013y / May / 24), "us-east-1"};

struct OfS3 {
    const char* name;
    Signable request;
    const char* signature;
};

Signable an_s3_request(const char* method, std::string path, Parameters query, Fields more_fields,
                       std::string payload_hash) {
    Signable request{
        method, std::move(path), std::move(query), {{"host", "examplebucket.s3.amazonaws.com"}}, payload_hash};
    request.fields.emplace_back("x-amz-content-sha256", payload_hash);
    for (auto& field : more_fields) request.fields.push_back(std::move(field));
    return request;
}

class S3Example : public ::testing::TestWithParam<OfS3> {};

TEST_P(S3Example, IsSignedAsPublished) {
    const auto fields = signed_fields(GetParam().request, of_the_s3_examples, scope_of_the_s3_examples);

    EXPECT_THAT(fields.back().second, EndsWith(std::string("Signature=") + GetParam().signature));
}

INSTANTIATE_TEST_SUITE_P(
    , S3Example,
    ::testing::Values(
        OfS3{"GetObject", an_s3_request("GET", "/test.txt", {}, {{"range", "bytes=0-9"}}, of_nothing),
             "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"},
        OfS3{"PutObject",
             an_s3_request("PUT", uri_encode_path("/test$file.text"), {},
                           {{"date", "Fri, 24 May 2013 00:00:00 GMT"}, {"x-amz-storage-class", "REDUCED_REDUNDANCY"}},
                           "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072"),
             "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"},
        OfS3{"GetBucketLifecycle", an_s3_request("GET", "/", {{"lifecycle", ""}}, {}, of_nothing),
             "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"},
        OfS3{"ListObjects", an_s3_request("GET", "/", {{"max-keys", "2"}, {"prefix", "J"}}, {}, of_nothing),
             "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"}),
    [](const auto& row) { return row.param.name; });

TEST(S3PresignedExample, OfAPresignedUrlIsMadeAsPublished) {
    const Signable get{
        "GET", "/test.txt", {}, {{"host", "examplebucket.s3.amazonaws.com"}}, std::string(unsigned_payload)};

    const auto query = presigned_query(get, of_the_s3_examples, scope_of_the_s3_examples, 24h);

    EXPECT_EQ(query,
              "X-Amz-Algorithm=AWS4-HMAC-SHA256"
              "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
              "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
              "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404");
}

}  // namespace
}  // namespace slipway::s3
