// XML by pugixml, the only place of this room that knows it. It expands no entities but XML's own five and reads no
// document type, so that an answer cannot grow when it is read. Names are compared without their namespace, which RGW
// and Swift leave out of some documents.
//
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html and its neighbours
#include "storage/s3/answers.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <pugixml.hpp>

namespace slipway::s3 {
namespace {

/// A long CompleteMultipartUpload sends blanks while it works, before the declaration too.
std::string_view without_blanks_before(std::string_view document) {
    const auto first = document.find_first_not_of(" \t\r\n");
    return first == std::string_view::npos ? std::string_view() : document.substr(first);
}

/// The root element of that name; an empty node for any other document.
pugi::xml_node root_of(pugi::xml_document& parsed, std::string_view document, const char* name) {
    const auto text = without_blanks_before(document);
    if (!parsed.load_buffer(text.data(), text.size(), pugi::parse_default, pugi::encoding_utf8)) return {};
    return parsed.child(name);
}

std::string text_of(pugi::xml_node parent, const char* name) { return parent.child_value(name); }

Error unexpected(std::string_view expected) {
    return Error(Fault::io, fmt::format("the store's answer is no {} document", expected));
}

Result<ListedObject> listed_object(pugi::xml_node node) {
    const auto size = parse_decimal(node.child_value("Size"));
    const auto changed_at = parse_iso_date(node.child_value("LastModified"));
    auto name = text_of(node, "Key");
    if (name.empty() || !size || !changed_at)
        return Error(Fault::io, fmt::format("the store lists \"{}\" without name, size or time", name));
    return ListedObject{std::move(name), *size, *changed_at};
}

}  // namespace

std::optional<ErrorDocument> find_error(std::string_view document) {
    pugi::xml_document parsed;
    const auto root = root_of(parsed, document, "Error");
    if (!root) return std::nullopt;
    return ErrorDocument{text_of(root, "Code"), text_of(root, "Message"), text_of(root, "RequestId"),
                         text_of(root, "Region")};
}

Result<Listing> parse_listing(std::string_view document) {
    pugi::xml_document parsed;
    const auto root = root_of(parsed, document, "ListBucketResult");
    if (!root) return unexpected("ListBucketResult");
    Listing listing;
    for (const auto node : root.children("Contents")) listing.objects.push_back(TRY(listed_object(node)));
    if (text_of(root, "IsTruncated") != "true") return listing;
    auto next = text_of(root, "NextContinuationToken");
    if (next.empty()) return Error(Fault::io, "the store does not say where its listing goes on");
    listing.next = std::move(next);
    return listing;
}

Result<std::vector<ObjectVersion>> parse_versions(std::string_view document) {
    pugi::xml_document parsed;
    const auto root = root_of(parsed, document, "ListVersionsResult");
    if (!root) return unexpected("ListVersionsResult");
    std::vector<ObjectVersion> versions;
    for (const auto* kind : {"Version", "DeleteMarker"})
        for (const auto node : root.children(kind)) {
            versions.push_back({text_of(node, "Key"), text_of(node, "VersionId")});
            if (versions.back().version.empty()) return unexpected("ListVersionsResult");
        }
    return versions;
}

Result<std::vector<UnfinishedUpload>> parse_uploads(std::string_view document) {
    pugi::xml_document parsed;
    const auto root = root_of(parsed, document, "ListMultipartUploadsResult");
    if (!root) return unexpected("ListMultipartUploadsResult");
    std::vector<UnfinishedUpload> uploads;
    for (const auto node : root.children("Upload")) {
        const auto begun_at = parse_iso_date(node.child_value("Initiated"));
        if (!begun_at) return unexpected("ListMultipartUploadsResult");
        uploads.push_back({text_of(node, "Key"), text_of(node, "UploadId"), *begun_at});
    }
    return uploads;
}

Result<std::string> parse_upload_id(std::string_view document) {
    pugi::xml_document parsed;
    auto id = text_of(root_of(parsed, document, "InitiateMultipartUploadResult"), "UploadId");
    if (id.empty()) return unexpected("InitiateMultipartUploadResult");
    return id;
}

Result<std::string> parse_copied_part(std::string_view document) {
    pugi::xml_document parsed;
    auto etag = text_of(root_of(parsed, document, "CopyPartResult"), "ETag");
    if (etag.empty()) return unexpected("CopyPartResult");
    return etag;
}

std::string render_completion(const std::vector<CompletedPart>& parts) {
    std::string out = R"(<CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/">)";
    for (const auto& part : parts)
        out +=
            fmt::format("<Part><PartNumber>{}</PartNumber><ETag>{}</ETag></Part>", part.number, escape_html(part.etag));
    return out + "</CompleteMultipartUpload>";
}

}  // namespace slipway::s3
