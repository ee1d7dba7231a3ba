// A body is refused with a documented code, or its members are read within their bounds; every text that is sent is
// JSON that is read as the same text.
#include "base/text.hpp"
#include "fuzz/support.hpp"
#include "server/api/routing/json.hpp"

#include <algorithm>

using namespace slipway::fuzz;
using slipway::Json;
using slipway::api::JsonObject;

namespace {

void require_documented(std::string_view code) {
    require(code == "bad-request" || code == "invalid-field" || code == "unknown-field" || code == "not-supported" ||
            code == "repeated-member");
}

template <class T>
bool read(const slipway::Result<T>& value) {
    if (!value) require_documented(value.error().code());
    return value.ok();
}

void read_members(const JsonObject& object, unsigned depth) {
    read(object.allow_only({"name", "channels", "flag", "number"}));
    read(object.text("name", "none"));
    read(object.boolean("flag", true));
    read(object.texts("channels"));
    read(object.required_text("name"));
    object.is_null("name");
    const auto number = object.number("number", 1000);
    if (read(number) && *number && **number) require(***number >= 1 && ***number <= 1000);
    if (depth == 0) return;
    const auto objects = object.objects("distros");
    if (read(objects))
        for (const auto& below : *objects) read_members(below, depth - 1);
    const auto keep = object.object("keep", {"versions", "days"});
    if (read(keep) && *keep) read_members(**keep, depth - 1);
}

void round_trip(std::string_view text) {
    const auto sent = Json::object({{"name", text}, {"flag", true}, {"number", 12}, {"nothing", nullptr}});
    require(is_one_line(sent.text()) && slipway::is_valid_utf8(sent.text()));
    const auto received = JsonObject::parse(sent.text());
    require(received.ok());
    // Received, a text with control characters is refused; sent, it may come from a package that was taken in earlier.
    const auto name = received->text("name", "");
    const bool plain = std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7f; });
    require(read(name) ? name->has_value() && (!slipway::is_valid_utf8(text) || **name == text) : !plain);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = text_of(data, size);
    round_trip(text);
    const auto object = JsonObject::parse(text);
    if (read(object)) read_members(*object, 3);
    return 0;
}
