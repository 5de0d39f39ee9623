/* Compiled twice: as living_places with the SDK's header, as frozen_places with the frozen one. */
#include "border_places.h"

#include <portal/portal_plugin.h>

#define STRUCT(type) { #type, "", 0, sizeof(type) },
#define FIELD(type, field) { #type, #field, offsetof(type, field), sizeof(((type*)0)->field) },

border_place const PLACES[] = {
#include "border_fields.inc"
    { NULL, NULL, 0, 0 },
};
