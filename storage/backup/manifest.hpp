#pragma once

#include "base/clock.hpp"
#include "base/files/file_system.hpp"
#include "storage/catalog/events.hpp"

#include <string>

namespace slipway::storage {

/// What a backup says of itself, so that its restore can check it.
struct Manifest {
    AuditHead audit_head;
    std::string place;      // where blobs and packs are that are not in the backup; empty if they are
    bool has_keys = false;  // it holds private keys
};

/// Returns the text of `manifest.json`.
std::string render_manifest(const Manifest& manifest, Seconds now);

/// Reads that file. Members of newer versions are passed over. Faults: corrupt, those of opening and reading.
Result<Manifest> read_manifest(FileSystem& files, const Path& path);

}  // namespace slipway::storage
