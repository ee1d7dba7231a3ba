#include "storage/s3/abandoned_uploads.hpp"

#include "tests/storage/s3/client_fixture.hpp"

namespace slipway::s3 {
namespace {

using namespace std::chrono_literals;
using ::testing::EndsWith;

class AbandonedUploads : public ClientFixture {
protected:
    Attempt uploads(std::initializer_list<std::pair<const char*, Seconds>> begun) const {
        std::string document = "<ListMultipartUploadsResult>";
        for (const auto& [name, at] : begun)
            document.append("<Upload><Key>")
                .append(name)
                .append("</Key><UploadId>u</UploadId><Initiated>")
                .append(iso_date(at))
                .append("</Initiated></Upload>");
        return answered(200, document + "</ListMultipartUploadsResult>");
    }
    Result<std::uint64_t> abort_old() { return abort_uploads_begun_before(client, clock.now() - 24h); }
};

TEST_F(AbandonedUploads, AreAbortedOnceTheyAreOldEnough) {
    the_store_does({uploads({{"prod/old", clock.now() - 25h}, {"prod/young", clock.now() - 23h}}), answered(204)});

    EXPECT_EQ(MUST(abort_old()), 1U);

    EXPECT_THAT(transport.requests.at(0).url, EndsWith("/packages?prefix=prod%2F&uploads="));
    EXPECT_EQ(transport.requests.at(1).method, Method::del);
    EXPECT_THAT(transport.requests.at(1).url, EndsWith("/packages/prod/old?uploadId=u"));
    EXPECT_EQ(transport.requests.size(), 2U);
}

TEST_F(AbandonedUploads, AreNotThoseOfOthers) {
    the_store_does({uploads({{"test/old", clock.now() - 25h}})});

    EXPECT_EQ(MUST(abort_old()), 0U);
}

TEST_F(AbandonedUploads, MayHaveEndedMeanwhile) {
    the_store_does({uploads({{"prod/old", clock.now() - 25h}}), refused(404, "NoSuchUpload")});

    EXPECT_TRUE(abort_old().ok());
}

TEST_F(AbandonedUploads, AreNoneWhereTheStoreListsNone) {
    the_store_does({refused(501, "NotImplemented")});

    EXPECT_EQ(MUST(abort_old()), 0U);
}

TEST_F(AbandonedUploads, NeedTheRightToListThem) {
    the_store_does({refused(403, "AccessDenied")});

    EXPECT_FAULT(abort_old(), Fault::io);
}

}  // namespace
}  // namespace slipway::s3
