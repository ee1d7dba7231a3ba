#include "storage/s3/client.hpp"

#include "tests/storage/s3/client_fixture.hpp"

namespace slipway::s3 {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class ClientTest : public ClientFixture {};

std::string a_page(std::initializer_list<const char*> names, const char* next) {
    std::string page = "<ListBucketResult>";
    for (const auto* name : names)
        page += std::string("<Contents><Key>") + name +
                "</Key><Size>1</Size><LastModified>2026-11-22T16:01:02Z</LastModified></Contents>";
    if (*next != '\0')
        page +=
            std::string("<IsTruncated>true</IsTruncated><NextContinuationToken>") + next + "</NextContinuationToken>";
    return page + "</ListBucketResult>";
}

TEST_F(ClientTest, PutsAtThePlaceOfTheKey) {
    the_store_does({answered(200)});

    MUST(put("text"));

    EXPECT_EQ(transport.requests.at(0).method, Method::put);
    EXPECT_EQ(transport.requests.at(0).url, "http://127.0.0.1:7480/packages/prod/a");
    EXPECT_EQ(transport.field(0, "if-none-match"), "");
}

TEST_F(ClientTest, KeepsWhatIsThereIfItShould) {
    the_store_does({answered(200), refused(412, "PreconditionFailed")});

    EXPECT_EQ(MUST(put("text", Existing::keep)), PutResult::written);
    EXPECT_EQ(MUST(put("text", Existing::keep)), PutResult::kept);

    EXPECT_EQ(transport.field(0, "if-none-match"), "*");
    EXPECT_THAT(transport.field(0, "authorization"), HasSubstr("SignedHeaders=host;if-none-match;"));
}

TEST_F(ClientTest, KeepsWhatIsToldOfAnObjectWithIt) {
    the_store_does({answered(200), answered(200, "",
                                            {{"content-length", "4"},
                                             {"last-modified", "Sun, 22 Nov 2026 16:01:02 GMT"},
                                             {"x-amz-meta-stored-at", "1764380000"}})});
    const MemoryBytes bytes("text");

    MUST(client.put(key("a"), {&bytes, 0, 4}, sha256_of("text"), {Existing::replace, {{"stored-at", "1764380000"}}}));
    const auto found = MUST(client.find(key("a")));

    EXPECT_EQ(transport.field(0, "x-amz-meta-stored-at"), "1764380000");
    EXPECT_THAT(transport.field(0, "authorization"), HasSubstr(";x-amz-meta-stored-at,"));
    ASSERT_TRUE(found);
    EXPECT_EQ(found->find("stored-at"), "1764380000");
    EXPECT_EQ(found->find("other"), std::nullopt);
    EXPECT_EQ(iso_date(found->changed_at), "2026-11-22T16:01:02Z");
}

TEST_F(ClientTest, ReadsARangeAsAText) {
    the_store_does({a_part("bytes 2-4/9", "llo")});

    EXPECT_EQ(MUST(client.read(key("a"), {2, 3})), "llo");
}

TEST_F(ClientTest, SaysWhichObjectFailed) {
    the_store_does({refused(400, "XAmzContentSHA256Mismatch"), refused(501, "NotImplemented")});

    const auto wrong = put("text");
    EXPECT_FAULT(wrong, Fault::corrupt);
    EXPECT_THAT(wrong.error().message(), HasSubstr("storing a: the store answered 400"));
    EXPECT_FAULT(put("text", Existing::keep), Fault::unsupported);
}

TEST_F(ClientTest, GetsARange) {
    the_store_does({a_part("bytes 2-4/9", "llo")});

    EXPECT_EQ(MUST(get({2, 3})), "llo");

    EXPECT_EQ(transport.field(0, "range"), "bytes=2-4");
}

TEST_F(ClientTest, GetsTheRestOfARangeThatBrokeOff) {
    the_store_does({a_part("bytes 2-7/9", "llo", Attempt::End::interrupted), refused(503, "SlowDown"),
                    a_part("bytes 5-7/9", " wo")});

    EXPECT_EQ(MUST(get({2, 6})), "llo wo");

    EXPECT_EQ(transport.field(1, "range"), "bytes=5-7");
    EXPECT_EQ(transport.field(2, "if-match"), "\"e\"");
}

TEST_F(ClientTest, DoesNotCountAttemptsThatBroughtSomething) {
    std::vector<Attempt> script;
    for (const auto* rest : {"bytes 0-5/6", "bytes 1-5/6", "bytes 2-5/6", "bytes 3-5/6", "bytes 4-5/6"})
        script.push_back(a_part(rest, "x", Attempt::End::interrupted));
    script.push_back(a_part("bytes 5-5/6", "x"));
    the_store_does(std::move(script));

    EXPECT_EQ(MUST(get({0, 6})), "xxxxxx");
}

TEST_F(ClientTest, TakesAnAnswerThatEndsEarlyForABrokenOne) {
    the_store_does({a_part("bytes 0-2/3", "x"), a_part("bytes 1-2/3", "yz")});

    EXPECT_EQ(MUST(get({0, 3})), "xyz");
}

TEST_F(ClientTest, NeedsNoMoreThanAllBytes) {
    the_store_does({a_part("bytes 0-2/3", "xyz", Attempt::End::interrupted)});

    EXPECT_EQ(MUST(get({0, 3})), "xyz");
}

TEST_F(ClientTest, DoesNotMixTwoObjects) {
    the_store_does({a_part("bytes 0-2/3", "x", Attempt::End::interrupted), refused(412, "PreconditionFailed")});

    EXPECT_FAULT(get({0, 3}), Fault::precondition_failed);
}

TEST_F(ClientTest, AsksForNothingOfAnEmptyRange) {
    EXPECT_EQ(MUST(get({5, 0})), "");
    EXPECT_TRUE(transport.requests.empty());
}

TEST_F(ClientTest, EndsWithTheFailureOfTheSink) {
    the_store_does({a_part("bytes 0-2/3", "xyz")});

    const auto got =
        client.get(key("a"), {0, 3}, [](ByteView) { return Result<>(Error(Fault::storage_full, "no room")); });

    EXPECT_FAULT(got, Fault::storage_full);
    EXPECT_EQ(transport.requests.size(), 1U);
}

TEST_F(ClientTest, FindsObjectsAndTheirSizes) {
    the_store_does({answered(200, "", {{"content-length", "434234"}, {"etag", "\"e\""}}), answered(404)});

    const auto found = MUST(client.find(key("a")));
    ASSERT_TRUE(found);
    EXPECT_EQ(found->size, 434234U);
    EXPECT_EQ(MUST(client.find(key("a"))), std::nullopt);
}

TEST_F(ClientTest, ListsBelowThePrefix) {
    the_store_does({answered(200, a_page({"prod/blobs/a", "prod/blobs/b"}, "on ward"))});

    const auto page = MUST(client.list("blobs/"));

    EXPECT_EQ(transport.requests.at(0).url,
              "http://127.0.0.1:7480/packages?list-type=2&max-keys=1000&prefix=prod%2Fblobs%2F");
    ASSERT_EQ(page.objects.size(), 2U);
    EXPECT_EQ(page.objects[1].name, "blobs/b");
    EXPECT_EQ(page.next, "on ward");
}

TEST_F(ClientTest, VisitsAllPages) {
    the_store_does({answered(200, a_page({"prod/a"}, "1")), answered(200, a_page({"prod/b"}, ""))});

    std::vector<std::string> names;
    MUST(client.visit("", [&](const ListedObject& object) {
        names.push_back(object.name);
        return Result<>();
    }));

    EXPECT_THAT(names, ElementsAre("a", "b"));
    EXPECT_THAT(transport.requests.at(1).url, HasSubstr("continuation-token=1&"));
}

TEST_F(ClientTest, IsNotSentRoundInListings) {
    the_store_does({answered(200, a_page({}, "1")), answered(200, a_page({}, "1"))});

    EXPECT_FAULT(client.visit("", [](const ListedObject&) { return Result<>(); }), Fault::io);
}

TEST_F(ClientTest, TakesNoNamesOfOthers) {
    the_store_does({answered(200, a_page({"production/a"}, ""))});

    EXPECT_FAULT(client.list(""), Fault::io);
}

TEST_F(ClientTest, RemovesWhatIsNotThereToo) {
    the_store_does({answered(204), refused(404, "NoSuchKey"), refused(404, "NoSuchBucket")});

    EXPECT_TRUE(client.remove(key("a")).ok());
    EXPECT_TRUE(client.remove(key("a")).ok());
    EXPECT_FAULT(client.remove(key("a")), Fault::io);
}

TEST_F(ClientTest, ChecksTheBucketAndSaysWhatIsWrong) {
    the_store_does({answered(200), refused(404, "NoSuchBucket")});

    EXPECT_TRUE(client.check().ok());
    const auto missing = client.check();

    EXPECT_FAULT(missing, Fault::io);
    EXPECT_THAT(missing.error().message(), HasSubstr("s3://packages/prod at http://127.0.0.1:7480: "));
    EXPECT_THAT(missing.error().message(), HasSubstr("aws s3 mb s3://packages"));
}

}  // namespace
}  // namespace slipway::s3
