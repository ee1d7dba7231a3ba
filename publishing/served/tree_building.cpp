#include "publishing/served/tree_building.hpp"

#include "repo-format/yum/repomd.hpp"
#include "signing/keys/keyring.hpp"
#include "signing/openpgp/armor.hpp"

#include <algorithm>

namespace slipway::publishing {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

// How long replaced files stay in memory for clients in the middle of a run; afterwards the catalog finds them.
constexpr minutes keep_replaced{10};
// A bound for repositories that publish many times a second: the oldest go first.
constexpr std::size_t max_replaced_files = 256;
// A pinned repomd.xml is answered for ten seconds; a little more does no harm.
constexpr seconds keep_replaced_repomds{30};

constexpr std::string_view text_plain = "text/plain; charset=utf-8";
constexpr std::string_view pgp_signature = "application/pgp-signature";
constexpr std::string_view pgp_keys = "application/pgp-keys";
constexpr std::string_view text_xml = "text/xml";

std::string etag_of(const Sha256& digest) { return "\"" + digest.hex().substr(0, 32) + "\""; }

std::string_view type_of(index::Form form) {
    switch (form) {
        case index::Form::plain: return text_plain;
        case index::Form::gzip: return "application/gzip";
        case index::Form::xz: return "application/x-xz";
        case index::Form::zstd: return "application/zstd";
    }
    return "application/octet-stream";
}

Result<> add_apt_indexes(ChannelFiles& out, const ServedIndexes& indexes, RowId distro,
                         const storage::SegmentStore& segments) {
    for (const auto& [key, index] : indexes) {
        if (key.distro != distro) continue;
        for (const auto& file : index->files) {
            if (file.output.form == index::Form::plain) continue;
            auto published = TRY(immutable_file(segments, file));
            const auto path = path_of(*index, file);
            out.files[path.substr(0, path.rfind('/') + 1) + "by-hash/SHA256/" + file.sha256.hex()] = published;
            published.kind = FileKind::index;
            published.last_modified = {};  // a name may change twice in a second, and its dates are not kept
            out.files[path] = std::move(published);
        }
    }
    return {};
}

void add_release(ChannelFiles& out, const storage::EntryPointRow& row) {
    const auto add = [&](const char* name, const std::string& text, std::string_view type) {
        if (text.empty()) return;
        auto& file = out.files[name] = text_file(FileKind::entry_point, text, type, row.last_modified);
        file.damaged = !row.is_whole;
    };
    add("Release", row.content, text_plain);
    add("InRelease", row.signed_content, text_plain);
    add("Release.gpg", row.detached, pgp_signature);
}

Result<> add_yum_index(ChannelFiles& out, const RenderedIndex& index, const storage::SegmentStore& segments) {
    for (const auto& file : index.files) {
        if (file.output.form == index::Form::plain) continue;
        out.files[path_of(index, file)] = TRY(immutable_file(segments, file));
    }
    return {};
}

void add_repomd(ChannelFiles& out, const storage::EntryPointRow& row, const ChannelFiles* previous, Seconds now) {
    auto& generations = out.repomds[row.architecture];
    if (previous != nullptr)
        if (const auto older = previous->repomds.find(row.architecture); older != previous->repomds.end())
            generations = older->second;
    if (!generations.empty() && generations.back().number == row.generation) return;
    if (!generations.empty()) generations.back().replaced_at = now;
    std::erase_if(generations, [&](const auto& old) { return old.replaced_at + keep_replaced_repomds < now; });
    generations.push_back(repomd_generation(row));
}

void add_yum_keys(ChannelFiles& out, const storage::EntryPointRow& row, const signing::Keyring& keyring) {
    auto& key_file = out.files[row.architecture + "/repodata/repomd.xml.key"] =
        text_file(FileKind::entry_point, row.key, pgp_keys);
    key_file.damaged = !row.is_whole;
    for (const auto& [key, state] : keyring)
        if (state == signing::KeyState::standby)
            out.files[row.architecture + "/" + yum::file_name(yum::KeyHint{key.fingerprint, key.created_at})] =
                text_file(FileKind::entry_point, key.armored, pgp_keys);
}

void keep_recently_replaced(ChannelFiles& out, const ChannelFiles& previous, Seconds now) {
    std::vector<std::pair<Seconds, const std::string*>> kept;
    for (const auto& [path, file] : previous.files) {
        if (file.kind != FileKind::immutable || out.files.contains(path)) continue;
        const Seconds replaced_at = file.replaced_at == Seconds{} ? now : file.replaced_at;
        if (replaced_at + keep_replaced >= now) kept.emplace_back(replaced_at, &path);
    }
    std::sort(kept.begin(), kept.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
    if (kept.size() > max_replaced_files) kept.resize(max_replaced_files);
    for (const auto& [replaced_at, path] : kept) {
        auto& file = out.files[*path] = previous.files.at(*path);
        file.replaced_at = replaced_at;
    }
}

}  // namespace

RepomdGeneration repomd_generation(const storage::EntryPointRow& row) {
    RepomdGeneration generation;
    generation.number = row.generation;
    generation.repomd = text_file(FileKind::repomd, row.content, text_xml, row.last_modified);
    generation.signature = text_file(FileKind::repomd_asc, row.signed_content, pgp_signature, row.last_modified);
    generation.repomd.damaged = generation.signature.damaged = !row.is_whole;
    return generation;
}

PublishedFile text_file(FileKind kind, std::string text, std::string_view content_type, Seconds last_modified) {
    PublishedFile file;
    file.kind = kind;
    file.etag = etag_of(sha256_of(text));
    file.body = std::make_shared<const std::string>(std::move(text));
    file.content_type = content_type;
    file.last_modified = last_modified;
    return file;
}

Result<PublishedFile> immutable_file(const storage::SegmentStore& segments, const RenderedFile& file) {
    PublishedFile published;
    published.kind = FileKind::immutable;
    auto rope = rope_of(segments, file);
    if (!rope.ok() && rope.error().fault() != Fault::corrupt) return std::move(rope).error();
    published.damaged = !rope.ok() || rope->size() != file.size;
    published.body = std::make_shared<const Rope>(published.damaged ? Rope{} : std::move(*rope));
    published.content_type = type_of(file.output.form);
    published.etag = etag_of(file.sha256);
    published.last_modified = file.published_at;
    return published;
}

Result<std::shared_ptr<const ChannelFiles>> build_files(const storage::DistroRow& distro,
                                                        const signing::Keyring& keyring,
                                                        const ChannelPublication& publication,
                                                        const ChannelFiles* previous,
                                                        const storage::SegmentStore& segments, Seconds now) {
    auto out = std::make_shared<ChannelFiles>();
    if (has_release(distro))
        TRY(add_apt_indexes(*out, publication.indexes, distro.id, segments));
    else
        for (const auto& [key, index] : publication.indexes)
            if (key.distro == distro.id) TRY(add_yum_index(*out, *index, segments));

    for (const auto& [key, row] : publication.entry_points) {
        if (key.first != distro.id) continue;
        if (has_release(distro)) {
            add_release(*out, row);
        } else {
            add_repomd(*out, row, previous, now);
            add_yum_keys(*out, row, keyring);
        }
    }
    // Replaced files may contain what was found damaged since they were put together. The catalog knows them, too.
    if (previous != nullptr && !segments.any_damage()) keep_recently_replaced(*out, *previous, now);
    return std::shared_ptr<const ChannelFiles>(std::move(out));
}

Result<std::map<std::string, PublishedFile, std::less<>>> build_key_files(const signing::Keyring& keyring) {
    // ETags alone decide for key files: their dates are not kept.
    const auto file = [](std::string text) { return text_file(FileKind::entry_point, std::move(text), pgp_keys); };
    std::map<std::string, PublishedFile, std::less<>> files;
    const std::string apt_keys = signing::apt_trusted(keyring);
    files["keys.asc"] = file(TRY(signing::merged_armor(apt_keys)));  // sqv reads the first armor block only
    files["keys.gpg"] = file(TRY(signing::dearmored(apt_keys)));
    files["rpm-keys.asc"] = file(signing::rpm_trusted(keyring));
    files["revoked.asc"] = file(signing::revoked_keys(keyring));
    return files;
}

}  // namespace slipway::publishing
