#include "storage/s3/destroying.hpp"

#include "tests/storage/s3/client_fixture.hpp"

namespace slipway::s3 {
namespace {

using ::testing::EndsWith;

class Destroying : public ClientFixture {
protected:
    static Attempt versions(const char* elements) {
        return answered(200, std::string("<ListVersionsResult>") + elements + "</ListVersionsResult>");
    }
};

TEST_F(Destroying, DeletesEveryVersionAndMarkOfTheNameAlone) {
    the_store_does({versions("<Version><Key>prod/a</Key><VersionId>1</VersionId></Version>"
                             "<Version><Key>prod/ab</Key><VersionId>9</VersionId></Version>"
                             "<DeleteMarker><Key>prod/a</Key><VersionId>2</VersionId></DeleteMarker>"),
                    answered(204), answered(204), versions("")});

    EXPECT_TRUE(destroy(client, key("a")).ok());

    EXPECT_THAT(transport.requests.at(0).url, EndsWith("/packages?prefix=prod%2Fa&versions="));
    EXPECT_THAT(transport.requests.at(1).url, EndsWith("/packages/prod/a?versionId=1"));
    EXPECT_THAT(transport.requests.at(2).url, EndsWith("/packages/prod/a?versionId=2"));
    EXPECT_EQ(transport.requests.size(), 4U);
}

TEST_F(Destroying, DeletesAllThatBeginsWithAName) {
    the_store_does({versions("<Version><Key>prod/trash/a-1</Key><VersionId>1</VersionId></Version>"
                             "<DeleteMarker><Key>prod/trash/a-2</Key><VersionId>2</VersionId></DeleteMarker>"),
                    answered(204), answered(204), versions("")});

    EXPECT_TRUE(destroy_all(client, "trash/a-").ok());

    EXPECT_THAT(transport.requests.at(1).url, EndsWith("/packages/prod/trash/a-1?versionId=1"));
    EXPECT_THAT(transport.requests.at(2).url, EndsWith("/packages/prod/trash/a-2?versionId=2"));
}

TEST_F(Destroying, DeletesTheObjectWhereTheStoreKnowsNoVersions) {
    const auto listing = answered(200,
                                  "<ListBucketResult><Contents><Key>prod/a</Key><Size>1</Size><LastModified>"
                                  "2026-11-22T16:01:02Z</LastModified></Contents></ListBucketResult>");
    the_store_does({refused(501, "NotImplemented"), listing, answered(204), refused(501, "NotImplemented"),
                    answered(200, "<ListBucketResult/>")});

    EXPECT_TRUE(destroy(client, key("a")).ok());

    EXPECT_THAT(transport.requests.at(2).url, EndsWith("/packages/prod/a"));
    EXPECT_EQ(transport.requests.at(2).method, Method::del);
}

TEST_F(Destroying, SaysWhatFailed) {
    the_store_does({refused(403, "AccessDenied")});

    EXPECT_FAULT(destroy(client, key("a")), Fault::io);
}

TEST_F(Destroying, NeedsAListOfVersions) {
    the_store_does({answered(200, "<html/>")});

    EXPECT_FAULT(destroy(client, key("a")), Fault::io);
}

}  // namespace
}  // namespace slipway::s3
