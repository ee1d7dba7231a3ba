// What an object store sends: a listing names its objects, a page is the last one or says where the next begins, and a
// download takes no more than it asked for. Credentials that are read can be sent.
#include "fuzz/support.hpp"
#include "storage/s3/answers.hpp"
#include "storage/s3/credential_texts.hpp"
#include "storage/s3/download.hpp"
#include "storage/s3/refusals.hpp"

using namespace slipway::fuzz;
namespace s3 = slipway::s3;

namespace {

void listing(std::string_view text) {
    const auto parsed = s3::parse_listing(text);
    if (!parsed.ok()) return;
    for (const auto& object : parsed->objects) require(!object.name.empty());
    require(!parsed->next || !parsed->next->empty());
}

void refusal(std::string_view text) {
    const auto bucket = s3::Bucket::create({"s3://packages", "http://127.0.0.1"});
    const auto refusal = s3::refusal_of({503, {{"content-type", "application/xml"}}, std::string(text)});
    require(!s3::error_of(refusal, *bucket).message().empty());
    require(!s3::is_passing(refusal) || !s3::is_about_credentials(refusal));
}

void range(std::string_view text) {
    const s3::Sink nowhere = [](slipway::ByteView) { return slipway::Result<>(); };
    s3::Download download({10, 5}, nowhere);
    const auto begun = download.begin({206, {{"content-range", std::string(text)}}});
    if (begun.ok()) require(text.starts_with("bytes "));
    const auto taken = download.take(text);
    require(taken.ok() == (text.size() <= 5) && download.missing() <= 5);
}

void credentials(std::string_view text) {
    for (const auto& parsed : {s3::parse_credentials_file(text, "default"), s3::parse_process_output(text)})
        if (parsed.ok()) require(s3::checked(*parsed).ok());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = text_of(data, size);
    listing(text);
    refusal(text);
    range(text);
    credentials(text);
    const auto id = s3::parse_upload_id(text);
    if (id.ok()) require(!id->empty());
    const auto uploads = s3::parse_uploads(text);
    require(uploads.ok() || !uploads.error().message().empty());
    return 0;
}
