"""The figures and their structures as SDMX 3.0 has them: SDMX-CSV 2.0, SDMX-JSON 2.0, at addresses of SDMX REST 2.

Each Standar Data is a dataflow with a data structure of its own; the district is the agency that maintains them all.
"""
