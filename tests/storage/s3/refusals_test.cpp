#include "storage/s3/refusals.hpp"

#include "tests/support/must.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace slipway::s3 {
namespace {

using ::testing::HasSubstr;

Bucket packages_bucket() { return MUST(Bucket::create({"s3://packages", "http://127.0.0.1:7480"})); }

HttpAnswer an_answer(int status, const char* code = "") {
    return {status, {}, fmt::format("<Error><Code>{}</Code><Message>so it is</Message></Error>", code)};
}

struct FaultOf {
    const char* name;
    HttpAnswer answer;
    Fault fault;
};

class RefusalOf : public ::testing::TestWithParam<FaultOf> {};

TEST_P(RefusalOf, HasTheFaultOfWhatTheCallerCanDo) {
    EXPECT_EQ(error_of(refusal_of(GetParam().answer), packages_bucket()).fault(), GetParam().fault);
}

INSTANTIATE_TEST_SUITE_P(
    , RefusalOf,
    ::testing::Values(FaultOf{"AnObjectThatIsNotThere", an_answer(404, "NoSuchKey"), Fault::not_found},
                      FaultOf{"AHeadThatFindsNothing", HttpAnswer{404}, Fault::not_found},
                      FaultOf{"ABucketThatIsNotThere", an_answer(404, "NoSuchBucket"), Fault::io},
                      FaultOf{"AnUploadThatWasEnded", an_answer(404, "NoSuchUpload"), Fault::conflict},
                      FaultOf{"AConditionThatDoesNotHold", an_answer(412, "PreconditionFailed"),
                              Fault::precondition_failed},
                      FaultOf{"AConditionThatIsNotKnown", an_answer(501, "NotImplemented"), Fault::unsupported},
                      FaultOf{"OtherBytesThanAnnounced", an_answer(400, "XAmzContentSHA256Mismatch"), Fault::corrupt},
                      FaultOf{"OtherBytesBySwiftsName", an_answer(400, "BadDigest"), Fault::corrupt},
                      FaultOf{"ARangeBehindTheEnd", an_answer(416, "InvalidRange"), Fault::corrupt},
                      FaultOf{"AThrottledRequest", an_answer(503, "SlowDown"), Fault::busy},
                      FaultOf{"AFullQuota", an_answer(403, "QuotaExceeded"), Fault::storage_full},
                      FaultOf{"AFullDisk", an_answer(507), Fault::storage_full},
                      FaultOf{"ATooLargeObject", an_answer(400, "EntityTooLarge"), Fault::too_large},
                      FaultOf{"WrongKeys", an_answer(403, "SignatureDoesNotMatch"), Fault::io},
                      FaultOf{"KeysWithoutRights", an_answer(403, "AccessDenied"), Fault::io},
                      FaultOf{"AHeadWithoutRights", HttpAnswer{403}, Fault::io},
                      FaultOf{"AHeadWithAnExpiredToken", HttpAnswer{400}, Fault::io},
                      FaultOf{"AnObjectInAnArchive", an_answer(403, "InvalidObjectState"), Fault::io},
                      FaultOf{"AWrongClock", an_answer(403, "RequestTimeTooSkewed"), Fault::io},
                      FaultOf{"AnotherRegion", an_answer(301, "PermanentRedirect"), Fault::io},
                      FaultOf{"AFailureOfTheStore", an_answer(500, "InternalError"), Fault::io},
                      FaultOf{"ARequestThatNobodyTakes", an_answer(400, "MalformedXML"), Fault::internal}),
    [](const auto& row) { return row.param.name; });

TEST(Refusal, SaysWhatTheStoreSaidAndForWhichRequest) {
    auto answer = an_answer(403, "AccessDenied");
    answer.fields.emplace_back("x-amz-request-id", "tx0001");

    EXPECT_EQ(error_of(refusal_of(answer), packages_bucket()).message(),
              "the store answered 403 AccessDenied: these keys have no right to do this, or have expired; it says "
              "\"so it is\" (request tx0001)");
}

TEST(Refusal, OfAMissingBucketNamesTheCommandThatMakesIt) {
    EXPECT_THAT(error_of(refusal_of(an_answer(404, "NoSuchBucket")), packages_bucket()).message(),
                HasSubstr("aws s3 mb s3://packages --region us-east-1 --endpoint-url http://127.0.0.1:7480"));
}

TEST(Refusal, OfAnotherRegionNamesIt) {
    const HttpAnswer answer{301, {{"x-amz-bucket-region", "eu-west-1"}}};

    EXPECT_THAT(error_of(refusal_of(answer), packages_bucket()).message(), HasSubstr("the bucket is in eu-west-1"));
}

TEST(Refusal, TellsWhatPassesFromWhatStays) {
    for (const auto* code :
         {"SlowDown", "InternalError", "ServiceUnavailable", "RequestTimeout", "OperationAborted", "IncompleteBody"})
        EXPECT_TRUE(is_passing(refusal_of(an_answer(400, code)))) << code;
    for (const int status : {429, 500, 502, 503, 504}) EXPECT_TRUE(is_passing({status, "", "", "", ""})) << status;
    for (const auto* code : {"AccessDenied", "NoSuchKey", "NotImplemented", "BadDigest", "RequestTimeTooSkewed"})
        EXPECT_FALSE(is_passing(refusal_of(an_answer(400, code)))) << code;
}

TEST(Refusal, TellsWhetherOtherCredentialsMightBeTaken) {
    for (const auto* code :
         {"AccessDenied", "ExpiredToken", "InvalidAccessKeyId", "InvalidToken", "SignatureDoesNotMatch"})
        EXPECT_TRUE(is_about_credentials(refusal_of(an_answer(403, code)))) << code;
    for (const int status : {400, 401, 403}) EXPECT_TRUE(is_about_credentials({status, "", "", "", ""})) << status;
    for (const auto* code : {"InvalidObjectState", "MalformedXML", "QuotaExceeded", "RequestTimeTooSkewed"})
        EXPECT_FALSE(is_about_credentials(refusal_of(an_answer(400, code)))) << code;
}

}  // namespace
}  // namespace slipway::s3
