// repomd.xml names the documents of an index with their digests (createrepo_c: src/xml_dump_repomd.c; read by librepo
// repomd.c and libzypp RepomdFileReader.cc). Every location is directly inside repodata/, which librepo demands, and
// there are no other data types: zypper downloads whatever it finds listed.
#include "repo-format/yum/repomd.hpp"

#include "base/text.hpp"
#include "repo-format/yum/xml_writer.hpp"

#include <fmt/format.h>

namespace slipway::yum {
namespace {

void write_key_hints(XmlWriter& xml, const std::vector<KeyHint>& hints) {
    if (hints.empty()) return;
    xml.open("tags");
    for (const KeyHint& hint : hints) xml.element("content", file_name(hint) + "?fpr=" + hint.fingerprint);
    xml.close();
}

void write_data(XmlWriter& xml, const RepomdData& data, const std::string& date) {
    xml.open("data", {{"type", std::string(name_of(data.document))}});
    xml.element("checksum", {{"type", "sha256"}}, data.sha256.hex());
    xml.element("open-checksum", {{"type", "sha256"}}, data.open_sha256.hex());
    xml.element("location", {{"href", "repodata/" + file_name(data)}});
    xml.element("timestamp", date);
    xml.element("size", std::to_string(data.size));
    xml.element("open-size", std::to_string(data.open_size));
    xml.close();
}

}  // namespace

std::string render(const Repomd& repomd) {
    const std::string date = std::to_string(repomd.date.time_since_epoch().count());
    XmlWriter xml;
    xml.open("repomd",
             {{"xmlns", "http://linux.duke.edu/metadata/repo"}, {"xmlns:rpm", "http://linux.duke.edu/metadata/rpm"}});
    xml.element("revision", date);
    write_key_hints(xml, repomd.key_hints);
    for (const auto& data : repomd.data) write_data(xml, data, date);
    xml.close();
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + std::move(xml).release();
}

std::string file_name(const RepomdData& data) {
    return fmt::format("{}-{}.xml{}", data.sha256.hex(), name_of(data.document), data.suffix);
}

std::string file_name(const KeyHint& hint) {
    const std::string_view fingerprint = hint.fingerprint;
    const std::string_view last_8 =
        fingerprint.substr(fingerprint.size() - std::min<std::size_t>(8, fingerprint.size()));
    return fmt::format("gpg-pubkey-{}-{:x}.asc", to_lower(last_8), hint.created_at.time_since_epoch().count());
}

}  // namespace slipway::yum
