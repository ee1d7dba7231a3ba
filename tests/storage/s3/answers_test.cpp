#include "storage/s3/answers.hpp"

#include "tests/support/must.hpp"

#include <gmock/gmock.h>

namespace slipway::s3 {
namespace {

using namespace std::chrono;

// As ListObjectsV2 documents it, with the fields that are not read.
constexpr const char* two_objects = R"(<?xml version="1.0" encoding="UTF-8"?>
<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>packages</Name><Prefix>prod/</Prefix>
<KeyCount>2</KeyCount><MaxKeys>2</MaxKeys><IsTruncated>true</IsTruncated>
<NextContinuationToken>1ueGcxLPRx1Tr/XYExHnhbYLgveDs2J/wm36Hy4vbOwM=</NextContinuationToken>
<Contents><Key>prod/a&amp;b</Key><LastModified>2026-11-22T16:01:02.345Z</LastModified><ETag>&quot;fba9&quot;</ETag>
<Size>434234</Size><StorageClass>STANDARD</StorageClass></Contents>
<Contents><Key>prod/ü</Key><LastModified>2026-11-22T16:01:03.000Z</LastModified><Size>0</Size></Contents>
</ListBucketResult>)";

TEST(Listing, HasNamesSizesAndTimes) {
    const auto listing = MUST(parse_listing(two_objects));

    ASSERT_EQ(listing.objects.size(), 2U);
    EXPECT_EQ(listing.objects[0].name, "prod/a&b");
    EXPECT_EQ(listing.objects[0].size, 434234U);
    EXPECT_EQ(listing.objects[0].changed_at, sys_days(2026y / November / 22) + 16h + 1min + 2s);
    EXPECT_EQ(listing.objects[1].name, "prod/ü");
}

TEST(Listing, SaysWhereItGoesOn) {
    EXPECT_EQ(MUST(parse_listing(two_objects)).next, "1ueGcxLPRx1Tr/XYExHnhbYLgveDs2J/wm36Hy4vbOwM=");
}

TEST(Listing, EndsWithTheLastPage) {
    const auto listing = MUST(parse_listing("<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>"));

    EXPECT_EQ(listing.next, std::nullopt);
    EXPECT_TRUE(listing.objects.empty());
}

struct WrongListing {
    const char* because;
    const char* document;
};

class NoListing : public ::testing::TestWithParam<WrongListing> {};

TEST_P(NoListing, IsTakenForOne) { EXPECT_FAULT(parse_listing(GetParam().document), Fault::io); }

INSTANTIATE_TEST_SUITE_P(
    , NoListing,
    ::testing::Values(
        WrongListing{"Empty", ""}, WrongListing{"Html", "<!DOCTYPE html><html><body>502</body></html>"},
        WrongListing{"CutOff", "<ListBucketResult><Contents><Key>a</Key><Size>1</Size>"},
        WrongListing{"NoWayOn", "<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>"},
        WrongListing{"NoSize",
                     "<ListBucketResult><Contents><Key>a</Key><LastModified>2026-11-22T16:01:02Z</LastModified>"
                     "</Contents></ListBucketResult>"},
        WrongListing{"NegativeSize",
                     "<ListBucketResult><Contents><Key>a</Key><Size>-1</Size><LastModified>"
                     "2026-11-22T16:01:02Z</LastModified></Contents></ListBucketResult>"},
        WrongListing{"NoTime", "<ListBucketResult><Contents><Key>a</Key><Size>1</Size></Contents></ListBucketResult>"}),
    [](const auto& row) { return row.param.because; });

TEST(Listing, DoesNotGrowByEntities) {
    const auto listing = MUST(parse_listing(R"(<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>
<ListBucketResult><Contents><Key>&b;</Key><Size>1</Size><LastModified>2026-11-22T16:01:02Z</LastModified></Contents>
</ListBucketResult>)"));

    EXPECT_EQ(listing.objects.at(0).name, "&b;");
}

TEST(Versions, AreThoseOfObjectsAndTheMarksOfDeletions) {
    const auto versions =
        MUST(parse_versions("<ListVersionsResult><Version><Key>a</Key><VersionId>null</VersionId></Version>"
                            "<DeleteMarker><Key>b</Key><VersionId>2</VersionId></DeleteMarker></ListVersionsResult>"));

    ASSERT_EQ(versions.size(), 2U);
    EXPECT_EQ(versions[0].version, "null");
    EXPECT_EQ(versions[1].name, "b");
    EXPECT_FAULT(parse_versions("<ListVersionsResult><Version><Key>a</Key></Version></ListVersionsResult>"), Fault::io);
    EXPECT_FAULT(parse_versions("<ListBucketResult/>"), Fault::io);
}

TEST(ErrorDocument, HasCodeMessageAndRequest) {
    const auto error = find_error(R"(<?xml version="1.0" encoding="UTF-8"?><Error><Code>NoSuchKey</Code>
<Message>The resource you requested does not exist</Message><Resource>/packages/a</Resource>
<RequestId>4442587FB7D0A2F9</RequestId></Error>)");

    ASSERT_TRUE(error);
    EXPECT_EQ(error->code, "NoSuchKey");
    EXPECT_EQ(error->message, "The resource you requested does not exist");
    EXPECT_EQ(error->request_id, "4442587FB7D0A2F9");
}

TEST(ErrorDocument, MayComeBehindBlanks) {
    const auto error = find_error("   \n <?xml version=\"1.0\"?><Error><Code>InternalError</Code></Error>");

    ASSERT_TRUE(error);
    EXPECT_EQ(error->code, "InternalError");
}

TEST(ErrorDocument, IsNothingElse) {
    EXPECT_FALSE(find_error(""));
    EXPECT_FALSE(find_error("<html><body>Bad gateway</body></html>"));
    EXPECT_FALSE(find_error("<Error><Code>NoSuchKey"));
}

TEST(UnfinishedUploads, HaveNamesIdsAndTheTimeOfTheirBeginning) {
    const auto uploads =
        MUST(parse_uploads("<ListMultipartUploadsResult><Upload><Key>prod/a</Key><UploadId>u/1</UploadId>"
                           "<Initiated>2026-11-22T16:01:02.345Z</Initiated></Upload></ListMultipartUploadsResult>"));

    ASSERT_EQ(uploads.size(), 1U);
    EXPECT_EQ(uploads[0].name, "prod/a");
    EXPECT_EQ(uploads[0].id, "u/1");
    EXPECT_EQ(iso_date(uploads[0].begun_at), "2026-11-22T16:01:02Z");
    EXPECT_FAULT(parse_uploads("<ListMultipartUploadsResult><Upload/></ListMultipartUploadsResult>"), Fault::io);
    EXPECT_FAULT(parse_uploads("<ListBucketResult/>"), Fault::io);
}

TEST(UploadId, IsReadFromTheAnswer) {
    EXPECT_EQ(MUST(parse_upload_id("<InitiateMultipartUploadResult xmlns='http://s3.amazonaws.com/doc/2006-03-01/'>"
                                   "<UploadId>2~abc</UploadId></InitiateMultipartUploadResult>")),
              "2~abc");
    EXPECT_FAULT(parse_upload_id("<InitiateMultipartUploadResult/>"), Fault::io);
}

TEST(CopiedPart, HasAnETag) {
    EXPECT_EQ(MUST(parse_copied_part("<CopyPartResult><LastModified>2026-11-22T16:01:02Z</LastModified>"
                                     "<ETag>&quot;a&quot;</ETag></CopyPartResult>")),
              "\"a\"");
    EXPECT_FAULT(parse_copied_part("<CopyPartResult/>"), Fault::io);
}

TEST(Completion, NamesThePartsInTheirOrder) {
    EXPECT_EQ(render_completion({{1, "\"a\""}, {2, "\"b\""}}),
              "<CompleteMultipartUpload xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
              "<Part><PartNumber>1</PartNumber><ETag>&quot;a&quot;</ETag></Part>"
              "<Part><PartNumber>2</PartNumber><ETag>&quot;b&quot;</ETag></Part></CompleteMultipartUpload>");
}

}  // namespace
}  // namespace slipway::s3
