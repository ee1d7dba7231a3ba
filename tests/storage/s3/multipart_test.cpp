#include "storage/s3/multipart.hpp"

#include "tests/storage/s3/client_fixture.hpp"

namespace slipway::s3 {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;

constexpr std::uint64_t mib = 1024 * 1024;
constexpr PartSizes small_parts{5 * mib, 5 * mib};

class Multipart : public ClientFixture {
protected:
    Result<PutResult> put_large(const Sha256& digest, const PutOptions& options = {}) {
        const MemoryBytes bytes(text);
        return put_in_parts(client, key("a"), {&bytes, 0, text.size()}, digest, options, small_parts);
    }
    static Attempt begun() {
        return answered(200, "<InitiateMultipartUploadResult><UploadId>u/1</UploadId></InitiateMultipartUploadResult>");
    }
    static Attempt part(const char* etag) { return answered(200, "", {{"etag", etag}}); }
    static Attempt of_size(const char* size) { return answered(200, "", {{"content-length", size}}); }
    std::vector<std::string> asked() const {
        std::vector<std::string> out;
        for (const auto& request : transport.requests)
            out.push_back(std::string(name_of(request.method)) + request.url.substr(bucket.origin().size()));
        return out;
    }

    const std::string text = std::string(5 * mib, 'a') + std::string(100, 'b');
};

TEST_F(Multipart, SendsPartsAndCompletesThem) {
    the_store_does(
        {begun(), part("\"1\""), part("\"2\""), answered(200, "<CompleteMultipartUploadResult/>"), of_size("5242980")});

    EXPECT_EQ(MUST(put_large(sha256_of(text))), PutResult::written);

    EXPECT_THAT(asked(), ElementsAre("POST/packages/prod/a?uploads=", "PUT/packages/prod/a?partNumber=1&uploadId=u%2F1",
                                     "PUT/packages/prod/a?partNumber=2&uploadId=u%2F1",
                                     "POST/packages/prod/a?uploadId=u%2F1", "HEAD/packages/prod/a"));
    EXPECT_EQ(transport.field(1, "x-amz-content-sha256"), sha256_of(std::string(5 * mib, 'a')).hex());
    EXPECT_EQ(transport.bodies.at(2), std::string(100, 'b'));
    EXPECT_THAT(transport.bodies.at(3), HasSubstr("<PartNumber>2</PartNumber><ETag>&quot;2&quot;</ETag>"));
}

TEST_F(Multipart, IsOfNoUseForSmallObjects) {
    the_store_does({answered(200)});
    const MemoryBytes bytes("small");

    MUST(put_in_parts(client, key("a"), {&bytes, 0, 5}, sha256_of("small"), {}, small_parts));

    EXPECT_THAT(asked(), ElementsAre("PUT/packages/prod/a"));
}

TEST_F(Multipart, CompletesNothingWithAnotherDigest) {
    the_store_does({begun(), part("\"1\""), part("\"2\""), answered(204)});

    EXPECT_FAULT(put_large(sha256_of("other")), Fault::corrupt);

    EXPECT_THAT(asked().back(), EndsWith("?uploadId=u%2F1"));
    EXPECT_EQ(transport.requests.back().method, Method::del);
}

TEST_F(Multipart, IsAbortedWhenAPartFails) {
    the_store_does({begun(), part("\"1\""), refused(403, "QuotaExceeded"), answered(204)});

    EXPECT_FAULT(put_large(sha256_of(text)), Fault::storage_full);

    EXPECT_EQ(transport.requests.back().method, Method::del);
}

TEST_F(Multipart, KeepsWhatIsThereIfItShould) {
    the_store_does({begun(), part("\"1\""), part("\"2\""), refused(412, "PreconditionFailed"), answered(204)});

    EXPECT_EQ(MUST(put_large(sha256_of(text), {Existing::keep})), PutResult::kept);

    EXPECT_EQ(transport.field(3, "if-none-match"), "*");
    EXPECT_EQ(transport.requests.back().method, Method::del);
}

TEST_F(Multipart, ComparesTheSizeInTheEnd) {
    the_store_does({begun(), part("\"1\""), part("\"2\""), answered(200), of_size("5242879")});

    EXPECT_FAULT(put_large(sha256_of(text)), Fault::corrupt);
}

/// The answer to the request that completed it was lost, and the store does not know the upload any more.
class MultipartCompletedBefore : public Multipart {
protected:
    Result<PutResult> put_large_and_find(Attempt there) {
        the_store_does({begun(), part("\"1\""), part("\"2\""), ended(Attempt::End::interrupted),
                        refused(404, "NoSuchUpload"), std::move(there), answered(404)});
        return put_large(sha256_of(text), {{}, {{"stored-at", "17"}}});
    }
};

TEST_F(MultipartCompletedBefore, IsStored) {
    EXPECT_EQ(
        MUST(put_large_and_find(answered(200, "", {{"content-length", "5242980"}, {"x-amz-meta-stored-at", "17"}}))),
        PutResult::written);
}

TEST_F(MultipartCompletedBefore, IsNotToBeMistakenForAnObjectThatWasThere) {
    EXPECT_FALSE(
        put_large_and_find(answered(200, "", {{"content-length", "5242980"}, {"x-amz-meta-stored-at", "16"}})).ok());
}

TEST_F(MultipartCompletedBefore, IsAFailureWhereNothingIsStored) {
    EXPECT_FALSE(put_large_and_find(answered(404)).ok());
}

class CopyInParts : public Multipart {
protected:
    Result<> copy_large() {
        const ObjectStatus status{text.size(), {}, {{"stored-at", "1"}}};
        return copy_in_parts(client, key("a"), key("b"), status, small_parts);
    }
    static Attempt copied(const char* etag) {
        return answered(200, std::string("<CopyPartResult><ETag>") + etag + "</ETag></CopyPartResult>");
    }
};

TEST_F(CopyInParts, TakesOnePartAfterTheOtherOfTheSameObject) {
    the_store_does(
        {begun(), copied("1"), copied("2"), answered(200, "<CompleteMultipartUploadResult/>"), of_size("5242980")});

    MUST(copy_large());

    EXPECT_EQ(transport.field(0, "x-amz-meta-stored-at"), "1");
    EXPECT_EQ(asked().at(2), "PUT/packages/prod/b?partNumber=2&uploadId=u%2F1");
    EXPECT_EQ(transport.field(2, "x-amz-copy-source"), "/packages/prod/a");
    EXPECT_EQ(transport.field(2, "x-amz-copy-source-range"), "bytes=5242880-5242979");
    EXPECT_THAT(transport.bodies.at(3), HasSubstr("<PartNumber>2</PartNumber><ETag>2</ETag>"));
}

TEST_F(CopyInParts, LeavesNoPartsWhenTheObjectIsRemovedMeanwhile) {
    the_store_does({begun(), copied("1"), refused(404, "NoSuchKey"), answered(204)});

    EXPECT_FAULT(copy_large(), Fault::not_found);

    EXPECT_EQ(transport.requests.back().method, Method::del);
}

TEST_F(CopyInParts, IsOneRequestForSmallObjects) {
    the_store_does({answered(200, "<CopyObjectResult/>")});

    MUST(copy_in_parts(client, key("a"), key("b"), {5}, small_parts));

    EXPECT_THAT(asked(), ElementsAre("PUT/packages/prod/b"));
}

TEST(PartSize, IsLargeEnoughForTenThousandParts) {
    EXPECT_EQ(part_size_for(100 * mib, 8 * mib), 8 * mib);
    EXPECT_EQ(part_size_for(100 * mib, 1), 5 * mib);
    const std::uint64_t five_tib = std::uint64_t{5} << 40;
    EXPECT_LE((five_tib + part_size_for(five_tib, 8 * mib) - 1) / part_size_for(five_tib, 8 * mib), 10'000U);
}

}  // namespace
}  // namespace slipway::s3
