#include "server/http/multipart.hpp"

#include "tests/support/must.hpp"

namespace slipway::http {
namespace {

using ::testing::HasSubstr;

const std::string two_files =
    "--XyZ\r\n"
    "Content-Disposition: form-data; name=\"bookworm\"; filename=\"a.deb\"\r\n"
    "Content-Type: application/octet-stream\r\n"
    "\r\n"
    "one\r\n--Xy\r\ntwo\r\n"
    "--XyZ  \r\n"
    "Content-Disposition: form-data; name=note\r\n"
    "\r\n"
    "\r\n"
    "--XyZ--\r\n";

/// Writes down what it is told.
class Recorder final : public MultipartSink {
public:
    Result<> part_begin(const PartHead& head) override {
        story += "[" + head.name + "|" + head.filename.value_or("-") + "]";
        return {};
    }
    Result<> part_data(std::string_view bytes) override {
        if (bytes == refused) return Error(Fault::too_large, "enough");
        story += bytes;
        return {};
    }
    Result<> part_end() override {
        story += "[end]";
        return {};
    }
    std::string story;
    std::string refused;
};

Result<std::string> parsed(std::string_view body, std::size_t bytes_at_once = 1 << 20) {
    Recorder recorder;
    auto parser = TRY(MultipartParser::create("XyZ", recorder));
    for (; !body.empty(); body.remove_prefix(std::min(bytes_at_once, body.size())))
        TRY(parser.feed(body.substr(0, bytes_at_once)));
    TRY(parser.finish());
    return recorder.story;
}

Result<std::string> parsed_head(const std::string& head) { return parsed("--XyZ\r\n" + head + "\r\n\r\nx\r\n--XyZ--"); }

TEST(Multipart, GivesEveryPartWithItsNameFileNameAndBytes) {
    EXPECT_EQ(MUST(parsed(two_files)), "[bookworm|a.deb]one\r\n--Xy\r\ntwo[end][note|-][end]");
}

TEST(Multipart, GivesTheSameHoweverTheBytesArrive) {
    const auto expected = MUST(parsed(two_files));

    for (const std::size_t at_once : {1U, 2U, 3U, 7U, 64U}) EXPECT_EQ(MUST(parsed(two_files, at_once)), expected);
}

TEST(Multipart, IgnoresPreambleAndEpilogue) {
    EXPECT_EQ(MUST(parsed("for old readers\r\n" + two_files + "bye\r\n--XyZ\r\n")), MUST(parsed(two_files)));
}

TEST(Multipart, UnescapesQuotesInFileNamesAndKeepsOtherBackslashes) {
    EXPECT_EQ(MUST(parsed_head("content-disposition: FORM-DATA; NAME=\"a;b\"; filename=\"C:\\dir\\\"x\\\".deb\"")),
              "[a;b|C:\\dir\"x\".deb]x[end]");
}

TEST(Multipart, ATruncatedBodyIsAnErrorWhereverItIsCut) {
    const auto complete = two_files.size() - 2;  // the last line end is optional
    for (std::size_t length = 0; length < complete; ++length)
        EXPECT_FAULT(parsed(two_files.substr(0, length)), Fault::invalid_input);
}

TEST(Multipart, APartSaysEachThingOnce) {
    const std::string head = "Content-Disposition: form-data; name=a; filename=\"a.deb\"";
    EXPECT_FAULT(parsed_head(head + "; name=b"), Fault::invalid_input);
    EXPECT_FAULT(parsed_head(head + "; FileName=\"b.deb\""), Fault::invalid_input);
    EXPECT_FAULT(parsed_head(head + "\r\n" + head), Fault::invalid_input);
    EXPECT_FAULT(parsed_head(head + "\r\nDigest: a\r\ndigest: b"), Fault::invalid_input);
    EXPECT_EQ(multipart_boundary("multipart/form-data; boundary=a; Boundary=b"), "");
}

TEST(Multipart, APartMustBeAFormFieldWithAName) {
    EXPECT_FAULT(parsed_head("Content-Type: text/plain"), Fault::invalid_input);
    EXPECT_FAULT(parsed_head("Content-Disposition: attachment; name=a"), Fault::invalid_input);
    EXPECT_FAULT(parsed_head("Content-Disposition: form-data; filename=a"), Fault::invalid_input);
    EXPECT_FAULT(parsed_head("Content-Disposition"), Fault::invalid_input);
    EXPECT_FAULT(parsed_head(""), Fault::invalid_input);
}

TEST(Multipart, BoundsAPartsHeaderAndABoundaryLine) {
    const std::string endless(100'000, 'a');

    EXPECT_THAT(parsed_head("X: " + endless).error().message(), HasSubstr("8192 bytes"));
    EXPECT_FAULT(parsed("--XyZ" + std::string(1000, ' ') + "\r\n"), Fault::invalid_input);
    EXPECT_FAULT(parsed("--XyZabc\r\n"), Fault::invalid_input);
}

TEST(Multipart, StopsWithTheErrorOfItsSink) {
    Recorder recorder;
    recorder.refused = "one\r\n--Xy\r\ntwo";
    auto parser = MUST(MultipartParser::create("XyZ", recorder));

    EXPECT_FAULT(parser.feed(two_files), Fault::too_large);
}

TEST(MultipartBoundary, IsTakenFromTheContentType) {
    EXPECT_EQ(multipart_boundary("multipart/form-data; charset=utf-8; boundary=\"a b\""), "a b");
    EXPECT_EQ(multipart_boundary("Multipart/Form-Data;boundary=----x"), "----x");
    EXPECT_EQ(multipart_boundary("multipart/form-data"), std::nullopt) << "a raw body that is called a form";
    EXPECT_EQ(multipart_boundary("multipart/form-data; boundary="), "");
    EXPECT_EQ(multipart_boundary("application/octet-stream; boundary=x"), std::nullopt);
}

TEST(MultipartBoundary, MustBeOneThatRfc2046Allows) {
    Recorder recorder;

    EXPECT_FAULT(MultipartParser::create("", recorder), Fault::invalid_input);
    EXPECT_FAULT(MultipartParser::create("a\"b", recorder), Fault::invalid_input);
    EXPECT_FAULT(MultipartParser::create(std::string(71, 'a'), recorder), Fault::invalid_input);
}

}  // namespace
}  // namespace slipway::http
