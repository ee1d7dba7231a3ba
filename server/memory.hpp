#pragma once

namespace slipway::server {

/// Sets the allocator up for a daemon of many threads that must stay small: few arenas, and large blocks always go back
/// to the system. To be called before threads start.
void settle_allocator();

/// Gives the system back what the allocator holds free, e.g. after a large upload. Some milliseconds; to be called now
/// and then, as by itself the allocator keeps up to 32 MiB per arena.
void return_free_memory();

}  // namespace slipway::server
