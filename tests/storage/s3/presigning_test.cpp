#include "storage/s3/presigning.hpp"

#include "tests/storage/s3/s3_builders.hpp"
#include "tests/support/must.hpp"

#include <gmock/gmock.h>

namespace slipway::s3 {
namespace {

using namespace std::chrono;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class Presigning : public ::testing::Test {
protected:
    Result<PresignedUrl> presign(const PresignedGet& request, const Credentials& credentials = {"id", "secret"}) const {
        return presign_get(bucket, credentials, now, a_key("blobs/ab"), request);
    }

    const Bucket bucket = a_bucket("s3://packages", "https://s3.example.net");
    const Seconds now = sys_days(2026y / November / 22);
};

TEST_F(Presigning, MakesAUrlThatEnds) {
    const auto presigned = MUST(presign({1h}));

    EXPECT_THAT(presigned.url,
                StartsWith("https://s3.example.net/packages/blobs/ab?X-Amz-Algorithm=AWS4-HMAC-SHA256&"));
    EXPECT_THAT(presigned.url, HasSubstr("&X-Amz-Expires=3600&"));
    EXPECT_EQ(presigned.expires_at, now + 1h);
}

TEST_F(Presigning, SaysWhatTheBytesAre) {
    EXPECT_THAT(MUST(presign({1h, "application/vnd.debian.binary-package"})).url,
                HasSubstr("&response-content-type=application%2Fvnd.debian.binary-package&"));
}

TEST_F(Presigning, EndsWithTheCredentials) {
    const auto presigned = MUST(presign({12h}, {"id", "secret", "to/ken", now + 15min}));

    EXPECT_EQ(presigned.expires_at, now + 15min);
    EXPECT_THAT(presigned.url, HasSubstr("&X-Amz-Security-Token=to%2Fken&"));
}

TEST_F(Presigning, IsForAWeekAtMost) {
    EXPECT_TRUE(presign({seconds(604800)}).ok());
    EXPECT_FAULT(presign({seconds(604801)}), Fault::invalid_input);
    EXPECT_FAULT(presign({seconds(0)}), Fault::invalid_input);
}

}  // namespace
}  // namespace slipway::s3
