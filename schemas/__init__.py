"""Metadata schemas and standards, read by ckanext-scheming and by `satudata.standards`."""
