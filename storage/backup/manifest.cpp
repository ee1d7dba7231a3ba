#include "storage/backup/manifest.hpp"

#include "base/json.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

namespace slipway::storage {
namespace {

/// An empty text for a member that is absent or no text.
std::string text_member(const boost::json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

Result<Manifest> parse_manifest(std::string_view text) {
    boost::json::error_code error;
    const auto value = boost::json::parse(boost::json::string_view(text.data(), text.size()), error);
    const auto* object = error ? nullptr : value.if_object();
    if (object == nullptr) return Error(Fault::corrupt, "expected a JSON object");
    const auto head = AuditHead::parse(text_member(*object, "audit_head"));
    if (!head.ok()) return Error(Fault::corrupt, "the head of the audit log: " + head.error().message());
    const auto* keys = object->if_contains("private_keys");
    const bool has_keys = keys != nullptr && *keys == boost::json::value(true);
    return Manifest{*head, text_member(*object, "objects"), has_keys};
}

}  // namespace

std::string render_manifest(const Manifest& manifest, Seconds now) {
    auto object = Json::object({{"format", 1},
                                {"created_at", iso_date(now)},
                                {"private_keys", manifest.has_keys},
                                {"audit_head", manifest.audit_head.render()}});
    if (!manifest.place.empty()) object.add("objects", manifest.place);
    return object.text() + "\n";
}

Result<Manifest> read_manifest(FileSystem& files, const Path& path) {
    const auto file = TRY(files.open_to_read(path));
    const auto size = TRY(file->size());
    const std::string text = TRY(file->read(0, size));
    return parse_manifest(text).during(path.string());
}

}  // namespace slipway::storage
