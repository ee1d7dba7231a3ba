#pragma once

#include "base/result.hpp"
#include "storage/identity/contents.hpp"

namespace slipway::storage {

// Why a catalog, a directory and a bucket are not taken for parts of one server, and what to do. All are `unsupported`.

/// The catalog is not the directory's own.
Error foreign_catalog(const CatalogPlace& place, const DirectoryContents& contents);
/// The same, where the directory holds nothing that has to last.
Error foreign_cache(const CatalogPlace& place, const DirectoryContents& contents);
/// There is no catalog, but what belongs to one.
Error lost_catalog(const DirectoryPlaces& places, const DirectoryContents& contents, const StoredFiles& stored);
/// The server of the catalog goes elsewhere, or has gone. Precondition: the catalog says so.
Error moved_catalog(const CatalogPlace& place, const CatalogContents& catalog);
/// The copy of another catalog, which was broken off.
Error incomplete_catalog(const CatalogPlace& place);
/// To begin anew, in the place of an unusable database.
Error database_in_the_way(const CatalogPlace& place, const CatalogContents& catalog);
/// To begin anew, with a bucket that is taken. Precondition: the contents are of a bucket.
Error objects_in_the_way(const ObjectsPlace& objects, const ObjectsContents& contents);

/// The bucket has the marker of another catalog.
Error foreign_objects(const DirectoryPlaces& places, const DirectoryContents& contents);
/// The bucket has no marker, and nor has the directory.
Error unknown_objects(const DirectoryPlaces& places);
/// The bucket is empty, and the catalog names packages.
Error empty_objects(const ObjectsPlace& objects);
/// The bucket holds packages, and the catalog names none.
Error unnamed_objects(const ObjectsPlace& objects);

}  // namespace slipway::storage
