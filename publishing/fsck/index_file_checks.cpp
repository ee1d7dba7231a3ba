#include "publishing/fsck/index_file_checks.hpp"

#include "publishing/content/stored_nodes.hpp"
#include "publishing/rendering/index_loading.hpp"

#include <fmt/format.h>

#include <map>
#include <tuple>

namespace slipway::publishing {
namespace {

/// What the bytes of an index file depend on.
using Content = std::tuple<Sha256, std::uint64_t, std::optional<Sha256>, Document, Form, std::string, std::string>;

Content content_of(const storage::IndexFileRow& file) {
    const std::string composition(file.composition ? file.composition->raw() : "");
    return {file.sha256, file.size, file.list_root, file.document, file.form, file.variant, composition};
}

std::string describe(const storage::RepositoryRow& repository, const storage::IndexFileRow& file) {
    std::string text = repository.name;
    for (const auto& channel : repository.channels)
        if (channel.id == file.channel) text += "/" + channel.name;
    for (const auto& distro : repository.distros)
        if (distro.id == file.index.distro) text += ", " + distro.name;
    text += ": ";
    if (!file.index.component.empty()) text += file.index.component + "/";
    return text + fmt::format("{}/{} ({}, {})", file.index.architecture, name_of(file.document), name_of(file.form),
                              file.sha256.hex());
}

}  // namespace

Result<> check_index_file(const storage::ReadTransaction& tx, const storage::SegmentStore& segments,
                          const storage::IndexFileRow& row) {
    const StoredNodes nodes(tx);
    const auto index = TRY(load_index(tx, nodes, {row}));
    const auto& file = index->files.front();
    Sha256Hasher hasher;
    hasher.update(file.joint.before);
    std::uint64_t size = file.joint.before.size() + file.joint.after.size();
    for (const auto& segment : file.segments) {
        const auto bytes = segments.read(segment.extent);
        if (!bytes.ok()) return bytes.error();
        hasher.update(*bytes);
        size += bytes->size();
    }
    hasher.update(file.joint.after);
    if (size == row.size && hasher.finish() == row.sha256) return {};
    return Error(Fault::corrupt, "its blocks do not give the bytes that were published");
}

Result<std::vector<DamagedFile>> find_damaged_files(const storage::ReadTransaction& tx,
                                                    const storage::SegmentStore& segments) {
    std::map<RowId, storage::RepositoryRow> by_channel;
    for (const auto& repository : TRY(storage::all_repositories(tx)))
        for (const auto& channel : repository.channels) by_channel[channel.id] = repository;
    std::vector<DamagedFile> damaged;
    std::map<Content, storage::IndexFileRow> files;  // a current one where several have the same bytes
    TRY(storage::visit_index_files(tx, [&](const storage::IndexFileRow& file) {
        if (!file.is_whole) {
            const auto& repository = by_channel[file.channel];
            damaged.push_back({file, repository, describe(repository, file) + ": its row is not what was stored"});
            return;
        }
        const auto [seen, is_first] = files.try_emplace(content_of(file), file);
        if (!is_first && !file.replaced_at) seen->second = file;
    }));

    for (const auto& [content, file] : files) {
        const auto checked = check_index_file(tx, segments, file);
        if (checked.ok()) continue;
        if (checked.error().fault() != Fault::corrupt) return checked.error();
        const auto& repository = by_channel[file.channel];
        damaged.push_back({file, repository, describe(repository, file) + ": " + checked.error().message()});
    }
    return damaged;
}

}  // namespace slipway::publishing
